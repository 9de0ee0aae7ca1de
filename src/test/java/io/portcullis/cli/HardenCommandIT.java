package io.portcullis.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.portcullis.report.LineWrap;
import io.portcullis.testing.BrokerXml;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;
import picocli.CommandLine.Help.Ansi;

class HardenCommandIT {

  @TempDir private Path folder;
  private Path conf;
  private Path file;
  private Path target;

  private record Run(int status, String out, String err) {}

  @BeforeEach
  void write() throws IOException {
    conf = Files.createDirectory(folder.resolve("conf"));
    target = folder.resolve("copy");
    BrokerXml.write(conf, "", "<transportConnector name=\"o\" uri=\"tcp://127.0.0.1:0\"/>");
    file = conf.resolve("activemq.xml");
  }

  private Run run(Object... arguments) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    CommandLine command =
        Main.commandLine(
                new ByteArrayInputStream(new byte[0]), 1, Optional.empty(), () -> new LineWrap(80))
            .setColorScheme(HelpColours.of(Ansi.OFF))
            .setOut(new PrintWriter(out))
            .setErr(new PrintWriter(err));
    String[] words =
        Stream.concat(Stream.of("harden"), Stream.of(arguments).map(Object::toString))
            .toArray(String[]::new);
    return new Run(command.execute(words), out.toString(), err.toString());
  }

  @Test
  void theOriginalStaysAndTheCopyIsForItsOwnerAlone() throws IOException {
    String before = Files.readString(file);

    Run run = run("--to", target, file);

    assertThat(run.err()).isEmpty();
    assertThat(file).hasContent(before);
    assertThat(run.out())
        .contains("--- " + file, "+++ " + target.resolve("activemq.xml"))
        .containsPattern("(?m)^@@ -\\d+,\\d+ \\+\\d+,\\d+ @@ .*configuration.*require-tls")
        .contains("To decide");
    assertThat(Files.getPosixFilePermissions(target))
        .isEqualTo(PosixFilePermissions.fromString("rwx------"));
    assertThat(Files.getPosixFilePermissions(target.resolve("activemq.xml")))
        .isEqualTo(PosixFilePermissions.fromString("rw-------"));
  }

  @Test
  void aFolderWithSomethingInItIsRefused() throws IOException {
    Files.createDirectory(target);
    Files.writeString(target.resolve("mine.txt"), "mine");

    Run run = run("--to", target, file);

    assertThat(run.status()).isEqualTo(HardenCommand.UNREADABLE);
    assertThat(run.err())
        .contains("%s is not empty; name an empty folder or a new one".formatted(target));
    assertThat(target.resolve("mine.txt")).hasContent("mine");
    assertThat(target.resolve("activemq.xml")).doesNotExist();
  }

  @Test
  void aFolderInTheOriginalIsRefused() {
    Run run = run("--to", conf.resolve("copy"), file);

    assertThat(run.status()).isEqualTo(HardenCommand.UNREADABLE);
    assertThat(run.err()).contains("name a folder outside");
    assertThat(conf.resolve("copy")).doesNotExist();
  }

  @Test
  void aLinkInPlaceOfTheFolderIsRefused() throws IOException {
    Path elsewhere = Files.createDirectory(folder.resolve("elsewhere"));
    Files.createSymbolicLink(target, elsewhere);

    Run run = run("--to", target, file);

    assertThat(run.status()).isEqualTo(HardenCommand.UNREADABLE);
    assertThat(elsewhere).isEmptyDirectory();
  }

  @Test
  void aFolderAboveThatIsNotThereIsSaid() {
    Run run = run("--to", folder.resolve("a/b"), file);

    assertThat(run.status()).isEqualTo(HardenCommand.UNREADABLE);
    assertThat(run.err()).contains("the folder above it is not there");
  }

  @Test
  void aFileThatIsNoConfigurationLeavesNothing() throws IOException {
    Files.writeString(file, "<beans>");

    Run run = run("--to", target, file);

    assertThat(run.status()).isEqualTo(HardenCommand.UNREADABLE);
    assertThat(run.err()).isNotEmpty();
    assertThat(target).doesNotExist();
  }

  @ParameterizedTest
  @ValueSource(strings = {"10.0.0.0/33", "everywhere", "10.0.0.0/8,nowhere"})
  void networksThatAreNoneAreRefusedBeforeAnythingIsWritten(String networks) {
    Run run = run("--to", target, "--networks", networks, file);

    assertThat(run.status()).isEqualTo(HardenCommand.UNREADABLE);
    assertThat(run.err()).contains("--networks");
    assertThat(target).doesNotExist();
  }

  @Test
  void networksStandInTheGatesBean() throws IOException {
    run("--to", target, "--networks", "10.0.0.0/8,192.168.7.0/24", file);

    assertThat(target.resolve("activemq.xml"))
        .content()
        .contains("<property name=\"allowedNetworks\" value=\"10.0.0.0/8,192.168.7.0/24\"/>");
  }

  @Test
  void aKeyStoreNeedsItsPasswordFile() {
    Run run = run("--to", target, "--keystore", folder.resolve("k.p12"), file);

    assertThat(run.status()).isEqualTo(HardenCommand.UNREADABLE);
    assertThat(run.err()).contains("--keystore and --keystore-password-file belong together");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "\n", "\u00e9"})
  void aPasswordFileWithoutAPasswordIsNamed(String content) throws IOException {
    Path password = folder.resolve("password.txt");
    Files.write(password, content.getBytes(StandardCharsets.ISO_8859_1));

    Run run =
        run("--to", target, "--keystore", password, "--keystore-password-file", password, file);

    assertThat(run.status()).isEqualTo(HardenCommand.UNREADABLE);
    assertThat(run.err()).contains(password.toString());
    assertThat(target).doesNotExist();
  }

  @ParameterizedTest
  @ValueSource(strings = {"a b", "-x", "dns:a", "a..b"})
  void hostsThatAreNoneAreRefusedBeforeAnythingIsWritten(String hosts) {
    Run run = run("--to", target, "--host=" + hosts, file);

    assertThat(run.status()).isEqualTo(HardenCommand.UNREADABLE);
    assertThat(run.err()).contains("--host", "is no host name");
    assertThat(target).doesNotExist();
  }

  @Test
  void jsonHasTheSame() throws IOException {
    Run run = run("--to", target, "--format", "json", file);

    JsonNode json = new ObjectMapper().readTree(run.out());
    assertThat(json.get("folder").asText()).isEqualTo(target.toString());
    assertThat(json.get("changed").findValuesAsText("name")).contains("activemq.xml");
    assertThat(json.get("decisions").findValuesAsText("rule")).contains("refuse-outside-client");
    assertThat(json.get("wouldStart").asBoolean()).isEqualTo(run.status() == 0);
  }

  @Test
  void namesInFilesDoNotControlTheTerminal() throws IOException {
    Files.writeString(
        file,
        Files.readString(file).replace("brokerName=\"xml\"", "brokerName=\"x\u202e\u009b31m\""));

    Run run = run("--to", target, file);

    assertThat(run.out()).doesNotContain("\u202e", "\u009b", "\u001b");
  }
}
