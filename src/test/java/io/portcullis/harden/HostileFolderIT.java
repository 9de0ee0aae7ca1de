package io.portcullis.harden;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.portcullis.testing.BrokerXml;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A folder that somebody prepared leads nothing out of the copy, and nothing else into it. */
class HostileFolderIT {

  @TempDir private Path folder;
  private Path conf;
  private Path target;

  @BeforeEach
  void write() throws IOException {
    conf = Files.createDirectory(folder.resolve("conf"));
    target = folder.resolve("copy");
    BrokerXml.write(conf, "", "<transportConnector uri=\"tcp://127.0.0.1:0\"/>");
  }

  private HardenedCopy harden() throws IOException {
    HardenOptions options =
        new HardenOptions(List.of(), List.of(), Optional.empty(), Optional.empty());
    return new Hardening(conf.resolve("activemq.xml"), false, target, options, Clock.systemUTC())
        .run();
  }

  private List<Path> outside() throws IOException {
    try (Stream<Path> all = Files.list(folder)) {
      return all.filter(path -> !path.equals(conf) && !path.equals(target)).toList();
    }
  }

  @Test
  void aBackslashInANameIsALetter() throws IOException {
    Files.writeString(conf.resolve("..\\..\\escaped"), "x");

    harden();

    assertThat(outside()).isEmpty();
    assertThat(target.resolve("..\\..\\escaped")).hasContent("x");
  }

  @Test
  void aFolderThatLeadsIntoTheOriginalByALinkIsRefused() throws IOException {
    Path link = Files.createSymbolicLink(folder.resolve("link"), conf);
    target = link.resolve("copy");

    assertThatThrownBy(this::harden)
        .isInstanceOf(IOException.class)
        .hasMessageContaining("name a folder outside");
    assertThat(conf.resolve("copy")).doesNotExist();
  }

  @Test
  void aLinkToAnotherUsersFileIsRefused() throws IOException {
    assumeThat(System.getProperty("user.name")).isEqualTo("root");
    Files.createSymbolicLink(conf.resolve("leak.txt"), Path.of("/etc/shadow"));
    Files.setOwner(
        conf, conf.getFileSystem().getUserPrincipalLookupService().lookupPrincipalByName("nobody"));

    assertThatThrownBy(this::harden)
        .isInstanceOf(IOException.class)
        .hasMessageContaining("is a link to a file of another user");
    assertThat(target).doesNotExist();
  }

  @Test
  void whatIsNotCopiedIsListed() throws IOException {
    Files.createSymbolicLink(conf.resolve("nowhere.txt"), folder.resolve("gone"));

    assertThat(harden().decisions())
        .extracting(Decision::what)
        .anyMatch(what -> what.startsWith("nowhere.txt is no file"));
  }

  @Test
  void aFileThatIsTooDeepIsNamed() throws IOException {
    Path deep = Files.createDirectories(conf.resolve("1/2/3/4/5/6/7/8"));
    Files.writeString(deep.resolve("x.properties"), "");

    assertThatThrownBy(this::harden)
        .isInstanceOf(IOException.class)
        .hasMessageContaining("folders deep");
    assertThat(target).doesNotExist();
  }

  @Test
  void anUnreadableFileIsNamedInTheOriginal() throws IOException {
    BrokerXml.change(
        conf,
        xml ->
            xml.replaceFirst(
                "(?s)<simpleAuthenticationPlugin>.*</simpleAuthenticationPlugin>",
                "<jaasAuthenticationPlugin configuration=\"activemq\"/>"));
    Files.writeString(
        conf.resolve("login.config"), "activemq { com.acme.Module required x=a!b; };");

    assertThatThrownBy(this::harden)
        .isInstanceOf(IOException.class)
        .hasMessageContaining(conf.resolve("login.config").toString())
        .hasMessageNotContaining(target.toString());
    assertThat(target).doesNotExist();
  }

  @Test
  void twoBrokersAreRefused() throws IOException {
    BrokerXml.change(
        conf,
        xml ->
            xml.replace(
                "</beans>",
                "<broker xmlns=\"http://activemq.apache.org/schema/core\" brokerName=\"b\"/></beans>"));

    assertThatThrownBy(this::harden)
        .isInstanceOf(IOException.class)
        .hasMessageContaining("it has 2 brokers");
    assertThat(target).doesNotExist();
  }
}
