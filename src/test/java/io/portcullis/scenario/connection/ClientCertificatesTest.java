package io.portcullis.scenario.connection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.portcullis.testing.AuditLines;
import io.portcullis.testing.CertifiedClient;
import io.portcullis.testing.GatedBroker;
import io.portcullis.testing.OpenWire;
import io.portcullis.testing.TestCertificate;
import org.apache.activemq.broker.SslContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.FieldSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Clients with a certificate of their own, and clients without. */
class ClientCertificatesTest {

  private static final TestCertificate BROKER = TestCertificate.ec(256);
  private static final TestCertificate CLIENT = TestCertificate.ec(256);
  private static final SslContext WITH = TestCertificate.trusting(BROKER, CLIENT);
  private static final SslContext WITHOUT = TestCertificate.trusting(BROKER);
  private static final SslContext WITH_ANOTHER =
      TestCertificate.trusting(BROKER, TestCertificate.ec(256));

  @ParameterizedTest
  @FieldSource("io.portcullis.testing.Schemes#TLS")
  void whoShowsOneIsLetInAndNobodyElse(String scheme) throws Exception {
    try (GatedBroker broker = requiring(scheme, "transport.needClientAuth=true").started()) {
      int port = broker.port(scheme);

      CertifiedClient.login(scheme, port, WITH);
      assertThatThrownBy(() -> CertifiedClient.login(scheme, port, WITHOUT))
          .isInstanceOf(Exception.class);
      assertThatThrownBy(() -> CertifiedClient.login(scheme, port, WITH_ANOTHER))
          .isInstanceOf(Exception.class);
      assertThat(broker.view().getRefusedCount()).isZero();
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "ssl",
        "nio+ssl",
        "auto+ssl",
        "amqp+ssl",
        "mqtt+ssl",
        "mqtt+nio+ssl",
        "stomp+ssl",
        "stomp+nio+ssl"
      })
  void theShortOptionCountsWhereItHolds(String scheme) throws Exception {
    try (GatedBroker broker = requiring(scheme, "needClientAuth=true").started()) {
      CertifiedClient.login(scheme, broker.port(scheme), WITH);
      assertThatThrownBy(() -> CertifiedClient.login(scheme, broker.port(scheme), WITHOUT))
          .isInstanceOf(Exception.class);
    }
  }

  @ParameterizedTest(name = "{0}?{1}")
  @CsvSource({
    "ssl,                            a=b",
    "ssl,                            transport.needClientAuth=false",
    "ssl,                            transport.wantClientAuth=true",
    "ssl,                            transport.needClientAuth=true&transport.wantClientAuth=false",
    "ssl,                            transport.needClientAuth=true&wantClientAuth=true",
    "ssl,                            transport.needClientAuth=true&transport.socket.needClientAuth=false",
    "ssl,                            transport.needClientAuth=true&needClientAuth=false",
    "ssl,                            transport.needclientauth=true",
    "auto+nio+ssl,                   needClientAuth=true",
    "amqp+nio+ssl,                   needClientAuth=true",
    "wss,                            needClientAuth=true"
  })
  void aConnectorThatLetsClientsInWithoutOneIsRefused(String scheme, String options)
      throws Exception {
    assertThat(requiring(scheme, options).problems())
        .singleElement()
        .asString()
        .startsWith(
            "[require-client-certificate] connector \"%1$s\" (%1$s://127.0.0.1:0): it does not"
                    .formatted(scheme)
                + " demand a certificate of clients; ")
        .endsWith(
            "write transport.needClientAuth=true into its URI, and name a trust store with the"
                + " authorities of your clients in <sslContext>");
  }

  @ParameterizedTest
  @ValueSource(strings = {"ssl", "nio+ssl", "auto+nio+ssl", "stomp+ssl", "mqtt+nio+ssl", "wss"})
  void whoShowsNoneIsReportedWhereThatOnlyReports(String scheme) throws Exception {
    try (AuditLines audit = AuditLines.capture();
        GatedBroker broker =
            requiring(scheme, "transport.wantClientAuth=true")
                .with(gate -> gate.setReportOnly("require-client-certificate"))
                .started()) {
      CertifiedClient.login(scheme, broker.port(scheme), WITHOUT);

      assertThat(audit.rules("connection")).containsExactly("require-client-certificate");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"ssl", "nio+ssl", "auto+ssl", "auto+nio+ssl", "stomp+ssl", "mqtt+nio+ssl"})
  void whoShowsOneThatIsOnlyWantedPasses(String scheme) throws Exception {
    try (AuditLines audit = AuditLines.capture();
        GatedBroker broker =
            requiring(scheme, "transport.wantClientAuth=true")
                .with(gate -> gate.setReportOnly("require-client-certificate"))
                .started()) {
      CertifiedClient.login(scheme, broker.port(scheme), WITH);

      assertThat(audit.rules("connection")).isEmpty();
    }
  }

  @Test
  void whatComesFromInsideTheBrokersJvmNeedsNone() throws Exception {
    try (GatedBroker broker = requiring("ssl", "transport.needClientAuth=true").started();
        OpenWire client = OpenWire.inVm(broker, "admin")) {
      assertThat(client.connection().isStarted()).isTrue();
    }
  }

  @Test
  void aWrongWordIsAnError() throws Exception {
    assertThat(GatedBroker.create().with(gate -> gate.setClientCertificates("YES")).problems())
        .containsExactly("clientCertificates=\"YES\" is not one of OPTIONAL, REQUIRED");
  }

  private static GatedBroker requiring(String scheme, String options) throws Exception {
    return GatedBroker.create()
        .with(gate -> gate.setClientCertificates("REQUIRED"))
        .withService(service -> service.setSslContext(TestCertificate.trusting(CLIENT, BROKER)))
        .listen(scheme, options);
  }
}
