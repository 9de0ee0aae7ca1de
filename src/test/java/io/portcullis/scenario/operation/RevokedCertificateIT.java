package io.portcullis.scenario.operation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.portcullis.esdk.Ciphertexts;
import io.portcullis.testing.AuditLines;
import io.portcullis.testing.CertifiedClient;
import io.portcullis.testing.GatedBroker;
import io.portcullis.testing.OpenWire;
import io.portcullis.testing.RevokingAuthority;
import io.portcullis.testing.RevokingAuthority.Issued;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import javax.net.ssl.SSLSocket;
import org.apache.activemq.broker.SslContext;
import org.apache.activemq.broker.TransportConnector;
import org.apache.activemq.spring.SpringSslContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A client's certificate that is revoked while the client is connected. */
@Timeout(120)
class RevokedCertificateIT {

  private static final RevokingAuthority AUTHORITY = new RevokingAuthority();
  private static final String PASSWORD = RevokingAuthority.PASSWORD;

  @TempDir private Path folder;
  private Path revoked;

  private GatedBroker start(String... schemes) throws Exception {
    return broker(schemes).started();
  }

  private GatedBroker broker(String... schemes) throws Exception {
    revoked = AUTHORITY.revoke(folder.resolve("revoked.crl"));
    SpringSslContext context = new SpringSslContext();
    context.setKeyStore(
        AUTHORITY.issue("broker", 1).store(folder.resolve("broker.p12")).toUri().toString());
    context.setKeyStoreType("PKCS12");
    context.setKeyStorePassword(PASSWORD);
    context.setTrustStore(AUTHORITY.trust(folder.resolve("trust.p12")).toUri().toString());
    context.setTrustStoreType("PKCS12");
    context.setTrustStorePassword(PASSWORD);
    context.setCrlPath(revoked.toUri().toString());
    context.afterPropertiesSet();
    GatedBroker broker =
        GatedBroker.create()
            .with(gate -> gate.setClientCertificates("REQUIRED"))
            .withService(service -> service.setSslContext(context));
    for (String scheme : schemes) {
      broker.listen(scheme, "transport.needClientAuth=true");
    }
    return broker;
  }

  private static int connections(GatedBroker broker, String scheme) {
    TransportConnector connector = broker.getBrokerService().getConnectorByName(scheme);
    return connector.getConnections().size();
  }

  @ParameterizedTest
  @ValueSource(strings = {"ssl", "nio+ssl", "auto+ssl", "auto+nio+ssl"})
  void itsConnectionEndsAndOthersStay(String scheme) throws Exception {
    Issued bad = AUTHORITY.issue("bad", 0xb);
    Issued good = AUTHORITY.issue("good", 0x600d);
    try (AuditLines audit = AuditLines.capture();
        GatedBroker broker = start(scheme);
        OpenWire stays = connect(broker, scheme, good);
        OpenWire ends = connect(broker, scheme, bad)) {
      assertThat(ends.connection().isStarted()).isTrue();
      assertThat(connections(broker, scheme)).isEqualTo(2);

      AUTHORITY.revoke(revoked, 0xb);
      assertThat(broker.view().reload()).isEmpty();

      await().atMost(Duration.ofSeconds(30)).until(() -> connections(broker, scheme) == 1);
      stays.send("queue://Q", Ciphertexts.encrypt(new byte[] {1}));
      assertThat(audit.found())
          .filteredOn(found -> found.contains("certificate"))
          .singleElement()
          .asString()
          .endsWith(": its certificate CN=bad with serial number b is revoked");
      assertThatThrownBy(() -> connect(broker, scheme, bad)).isInstanceOf(Exception.class);
      connect(broker, scheme, good).close();
    }
  }

  @Test
  void itIsOnlyReportedWhereTheRuleReports() throws Exception {
    Issued bad = AUTHORITY.issue("bad", 0xb);
    try (AuditLines audit = AuditLines.capture();
        GatedBroker broker =
            broker("ssl").with(gate -> gate.setReportOnly("require-client-certificate")).started();
        OpenWire stays = connect(broker, "ssl", bad)) {
      AUTHORITY.revoke(revoked, 0xb);
      assertThat(broker.view().reload()).isEmpty();

      stays.send("queue://Q", Ciphertexts.encrypt(new byte[] {1}));
      assertThat(audit.lines())
          .filteredOn(line -> line.contains("client-certificate-revoked"))
          .singleElement()
          .asString()
          .contains("\"disposition\":\"reported\"");
    }
  }

  private static OpenWire connect(GatedBroker broker, String scheme, Issued certificate)
      throws Exception {
    return OpenWire.certified(
        "ssl://localhost:" + broker.port(scheme), AUTHORITY.client(certificate), "admin");
  }

  @ParameterizedTest
  @FieldSource("io.portcullis.testing.Schemes#TLS")
  void nobodyLogsInWithItOnAnyScheme(String scheme) throws Exception {
    SslContext bad = AUTHORITY.client(AUTHORITY.issue("bad", 0xb));
    SslContext good = AUTHORITY.client(AUTHORITY.issue("good", 0x600d));
    try (GatedBroker broker = start(scheme)) {
      CertifiedClient.login(scheme, broker.port(scheme), bad);

      AUTHORITY.revoke(revoked, 0xb);
      assertThat(broker.view().reload()).isEmpty();

      assertThatThrownBy(() -> CertifiedClient.login(scheme, broker.port(scheme), bad))
          .isInstanceOf(Exception.class);
      CertifiedClient.login(scheme, broker.port(scheme), good);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"stomp+ssl", "stomp+nio+ssl"})
  void whoShookHandsBeforeItWasRevokedDoesNotLogIn(String scheme) throws Exception {
    try (AuditLines audit = AuditLines.capture();
        GatedBroker broker = start(scheme);
        SSLSocket socket =
            (SSLSocket)
                AUTHORITY
                    .context(AUTHORITY.issue("bad", 0xb))
                    .getSocketFactory()
                    .createSocket("localhost", broker.port(scheme))) {
      socket.setSoTimeout(10_000);
      socket.setEnabledProtocols(new String[] {"TLSv1.2"});
      socket.startHandshake();
      AUTHORITY.revoke(revoked, 0xb);
      assertThat(broker.view().reload()).isEmpty();

      socket
          .getOutputStream()
          .write(
              "CONNECT\naccept-version:1.2\nhost:localhost\nlogin:admin\npasscode:%s\n\n\0"
                  .formatted(PASSWORD)
                  .getBytes(StandardCharsets.UTF_8));

      assertThat(new String(socket.getInputStream().readNBytes(5), StandardCharsets.UTF_8))
          .isEqualTo("ERROR");
      assertThat(audit.found())
          .filteredOn(found -> found.contains("certificate"))
          .singleElement()
          .asString()
          .endsWith(": its certificate CN=bad with serial number b is revoked");
    }
  }
}
