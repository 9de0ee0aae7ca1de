package io.portcullis.harden;

import static io.portcullis.harden.ConsoleFolder.BROKER;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The key store that the broker's TLS context names, as Jetty takes it. */
class BrokerKeyStoreTest {

  private static final String SHIPPED =
      "keyStore=\"file:${activemq.conf}/broker.p12\" keyStoreType=\"PKCS12\""
          + " keyStorePassword=\"${broker.keystore.password}\"";

  @TempDir private Path temporary;

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "file:${activemq.base}/tls/own.jks | ${activemq.base}/tls/own.jks",
        "file:/etc/own.jks | /etc/own.jks",
        "file:///etc/own.jks | /etc/own.jks",
        "/etc/own.jks | /etc/own.jks",
        "broker.p12 | ${activemq.conf}/broker.p12",
        "classpath:broker.p12 | ${activemq.conf}/broker.p12",
      })
  void theOperatorsKeyStoreIsTaken(String location, String path) throws IOException {
    ConsoleFolder conf = ConsoleFolder.in(temporary);
    conf.change(
        BROKER,
        SHIPPED,
        "keyStore=\"%s\" keyStorePassword=\"a&amp;b\" keyStoreKeyPassword=\"c\""
            .formatted(location));

    assertThat(BrokerKeyStore.of(Draft.of(conf.file(BROKER))).orElseThrow().properties("b:"))
        .containsExactly(
            "<b:property name=\"keyStorePath\" value=\"%s\"/>".formatted(path),
            "<b:property name=\"keyStorePassword\" value=\"a&amp;b\"/>",
            "<b:property name=\"keyManagerPassword\" value=\"c\"/>");
  }

  @ParameterizedTest
  @ValueSource(strings = {"elsewhere.p12", "classpath:elsewhere.p12", "https://host/broker.p12"})
  void aPlaceThatJettyDoesNotFindIsNotTaken(String location) throws IOException {
    ConsoleFolder conf = ConsoleFolder.in(temporary);
    conf.change(BROKER, SHIPPED, "keyStore=\"%s\"".formatted(location));

    assertThat(BrokerKeyStore.of(Draft.of(conf.file(BROKER)))).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "id=\"tls\" "})
  void aBeanIsReadTooAsItIs(String id) throws IOException {
    ConsoleFolder conf = ConsoleFolder.in(temporary);
    conf.rewrite(BROKER, text -> text.replaceAll("<sslContext>.*?</sslContext>", ""));
    conf.change(
        BROKER,
        "<import resource",
        "<bean %sclass=\"org.apache.activemq.spring.SpringSslContext\"><property".formatted(id)
            + " name=\"keyStore\" value=\"broker.p12\"/></bean><import resource");

    assertThat(BrokerKeyStore.of(Draft.of(conf.file(BROKER))).orElseThrow().path())
        .isEqualTo("${activemq.conf}/broker.p12");
  }
}
