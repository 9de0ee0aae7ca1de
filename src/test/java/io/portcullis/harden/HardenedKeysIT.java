package io.portcullis.harden;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.portcullis.enforce.Finding;
import io.portcullis.testing.GatedBroker;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The broker gets keys that its clients can trust, and keeps those that it has. */
class HardenedKeysIT {

  private static final String ROOT =
      """
      <?xml version="1.0"?>
      <!-- ours -->
      <broker xmlns="http://activemq.apache.org/schema/core"
          xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"
          xsi:schemaLocation="http://activemq.apache.org/schema/core http://activemq.apache.org/schema/core/activemq-core.xsd"
          brokerName="keys" persistent="false" useJmx="false" useShutdownHook="false">
      %s  <transportConnectors>
          <transportConnector name="openwire" uri="ssl://127.0.0.1:0"/>
        </transportConnectors>
      </broker>
      <!-- end -->
      """;

  @TempDir private Path folder;

  private Path original;
  private Path copy;

  @BeforeEach
  void makeFolder() throws IOException {
    original = Files.createDirectory(folder.resolve("conf"));
    copy = folder.resolve("copy");
  }

  private static List<String> lines(HardenedCopy copy) {
    return copy.checked().findings().stream()
        .map(Finding::violation)
        .map(violation -> violation.line())
        .toList();
  }

  @Test
  void aBrokerAsRootElementStartsAndASecondTimeChangesNothing() throws Exception {
    Files.writeString(original.resolve("activemq.xml"), ROOT.formatted(""));
    HardenedCopy hardened = HardenedBroker.harden(original, copy);
    assertThat(hardened.checked().wouldStart()).as("%s", lines(hardened)).isTrue();
    Map<String, String> passwords = HardenedBroker.passwords(copy);
    try (HardenedBroker broker = HardenedBroker.start(copy)) {
      assertThat(broker.accepts("admin", passwords.get("admin"))).isTrue();
    }
    assertThat(Files.readString(copy.resolve("activemq.xml")))
        .startsWith("<?xml version=\"1.0\"?>\n<!-- ours -->\n<beans ")
        .endsWith("</broker>\n</beans>\n<!-- end -->\n");
    Path again = folder.resolve("again");
    HardenedBroker.harden(copy, again);
    try (Stream<Path> files = Files.list(copy)) {
      assertThat(files)
          .allSatisfy(
              file -> assertThat(again.resolve(file.getFileName())).hasSameBinaryContentAs(file));
    }
  }

  @Test
  void aContextOfTheOperatorIsCompletedWithTheGivenKeyStore() throws Exception {
    Files.copy(Path.of(URI.create(GatedBroker.trustStore())), original.resolve("ours.p12"));
    Files.writeString(
        original.resolve("activemq.xml"),
        ROOT.formatted(
            "  <sslContext>\n    <sslContext trustStore=\"file:%s\" trustStorePassword=\"%s\"/>\n  </sslContext>\n"
                .formatted(original.resolve("ours.p12"), GatedBroker.PASSWORD)));
    Path keyStore = Files.copy(GatedBroker.keyStore(), folder.resolve("given.p12"));
    HardenedCopy hardened = HardenedBroker.harden(original, copy, Optional.of(keyStore));
    assertThat(lines(hardened)).noneMatch(line -> line.contains("valid-certificate"));
    assertThat(copy.resolve("given.p12")).hasSameBinaryContentAs(keyStore);
    assertThat(Files.readString(copy.resolve("activemq.xml")))
        .contains(
            "keyStore=\"file:${activemq.conf}/given.p12\"",
            "trustStore=\"file:${activemq.conf}/ours.p12\"");
    assertThat(Files.readString(copy.resolve("credentials.properties")))
        .isEqualTo("broker.keystore.password=%s\n".formatted(GatedBroker.PASSWORD));
    assertThat(hardened.added()).doesNotContain("authority.p12");
  }

  @Test
  void aGivenKeyStoreWithAnOddNameGetsAPlainOne() throws Exception {
    Files.writeString(original.resolve("activemq.xml"), ROOT.formatted(""));
    Path keyStore = Files.copy(GatedBroker.keyStore(), folder.resolve("a\"&<${x} b.p12"));
    HardenedBroker.harden(original, copy, Optional.of(keyStore));
    assertThat(copy.resolve("keystore.p12")).hasSameBinaryContentAs(keyStore);
    assertThat(Files.readString(copy.resolve("activemq.xml")))
        .contains("keyStore=\"file:${activemq.conf}/keystore.p12\"");
  }

  @Test
  void aGivenFileThatIsNoKeyStoreIsNamedAndNothingIsWritten() throws Exception {
    Files.writeString(original.resolve("activemq.xml"), ROOT.formatted(""));
    Path keyStore = Files.writeString(folder.resolve("given.p12"), "nothing");
    assertThatThrownBy(() -> HardenedBroker.harden(original, copy, Optional.of(keyStore)))
        .isInstanceOf(IOException.class)
        .hasMessageStartingWith(keyStore + " cannot be read as a key store");
    assertThat(copy).doesNotExist();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          pem   | is a PEM file, and no key store; run openssl pkcs12 -export -name broker -inkey KEY.pem
          jceks | is a JCEKS key store; run keytool -importkeystore -srckeystore
          """)
  void aGivenFileOfAnotherKindIsNamedWithWhatToDo(String kind, String message) throws Exception {
    Files.writeString(original.resolve("activemq.xml"), ROOT.formatted(""));
    Path file = folder.resolve("given");
    if (kind.equals("pem")) {
      Files.writeString(file, "-----BEGIN CERTIFICATE-----\n");
    } else {
      KeyStore store = KeyStore.getInstance("JCEKS");
      store.load(null, null);
      try (OutputStream out = Files.newOutputStream(file)) {
        store.store(out, GatedBroker.PASSWORD.toCharArray());
      }
    }
    assertThatThrownBy(() -> HardenedBroker.harden(original, copy, Optional.of(file)))
        .isInstanceOf(IOException.class)
        .hasMessageStartingWith("%s %s".formatted(file, message));
    assertThat(copy).doesNotExist();
  }
}
