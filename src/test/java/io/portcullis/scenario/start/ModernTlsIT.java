package io.portcullis.scenario.start;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.portcullis.policy.TlsVersion;
import io.portcullis.rule.ModernTls;
import io.portcullis.testing.AuditLines;
import io.portcullis.testing.GatedBroker;
import io.portcullis.testing.LoggedLines;
import io.portcullis.testing.OpenWire;
import io.portcullis.testing.Schemes;
import io.portcullis.testing.TestCertificate;
import io.portcullis.testing.TlsProbe;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import javax.management.openmbean.CompositeData;
import javax.management.openmbean.TabularData;
import org.apache.activemq.broker.TransportConnector;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What connectors agree to, seen from outside, and what of it is refused. */
class ModernTlsIT {

  private static final Set<String> MODERN =
      new TreeSet<>(
          List.of(
              "TLSv1.3 TLS_AES_256_GCM_SHA384",
              "TLSv1.3 TLS_AES_128_GCM_SHA256",
              "TLSv1.3 TLS_CHACHA20_POLY1305_SHA256",
              "TLSv1.2 TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384",
              "TLSv1.2 TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256",
              "TLSv1.2 TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256",
              "TLSv1.2 TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384",
              "TLSv1.2 TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256",
              "TLSv1.2 TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305_SHA256"));

  private static final String STATIC_RSA = "TLS_RSA_WITH_AES_128_GCM_SHA256";
  private static final TestCertificate RSA = TestCertificate.rsa(2048);
  private static final TestCertificate EC = TestCertificate.ec(256);

  @Test
  void everyConnectorAgreesToTheModernOnesAndToNoOthers() throws Exception {
    try (GatedBroker broker = withBothKeys(GatedBroker.listening(Schemes.TLS)).started()) {
      for (String scheme : Schemes.TLS) {
        assertThat(new TlsProbe().accepted(broker.port(scheme))).as(scheme).isEqualTo(MODERN);
      }
    }
  }

  @Test
  void theLogListsTheCipherSuitesOnce() throws Exception {
    try (LoggedLines log = LoggedLines.of("io.portcullis.broker.transport.TlsBinding");
        GatedBroker broker = GatedBroker.listening("ssl", "mqtt+ssl", "wss").started()) {
      assertThat(broker.getBrokerService().isStarted()).isTrue();
      assertThat(log.lines())
          .hasSize(3)
          .anyMatch(line -> line.endsWith("speaks TLSv1.2, TLSv1.3 with " + suites()))
          .filteredOn(line -> line.contains("TLS_AES_256_GCM_SHA384"))
          .hasSize(1);
      assertThat(log.lines())
          .filteredOn(
              line ->
                  line.matches(
                      ".*Connector .* speaks TLSv1.2, TLSv1.3 with the cipher suites of connector"
                          + " .*"))
          .hasSize(2);
    }
  }

  private static String suites() {
    return String.join(", ", new ModernTls(TlsVersion.TLS_1_2).cipherSuites());
  }

  @ParameterizedTest
  @ValueSource(strings = {"ssl", "nio+ssl", "wss"})
  void withALaterVersionNothingEarlierIsSpoken(String scheme) throws Exception {
    try (GatedBroker broker =
        withBothKeys(GatedBroker.listening(scheme))
            .with(gate -> gate.setMinimumTlsVersion("TLSv1.3"))
            .started()) {
      assertThat(new TlsProbe().accepted(broker.port(scheme)))
          .hasSize(3)
          .allMatch(agreed -> agreed.startsWith("TLSv1.3 "));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"ssl", "nio+ssl", "auto+nio+ssl", "mqtt+ssl", "wss"})
  void whatAConnectorNamesIsAllThatItSpeaks(String scheme) throws Exception {
    try (GatedBroker broker =
        withBothKeys(
                connector(
                    scheme,
                    "transport.enabledProtocols=TLSv1.2"
                        + "&transport.enabledCipherSuites=TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256"))
            .started()) {
      assertThat(new TlsProbe().accepted(broker.port(scheme)))
          .containsExactly("TLSv1.2 TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"ssl", "nio+ssl"})
  void withoutTheGateAndInReportOnlyConnectorsSpeakWhatJavaDoes(String scheme) throws Exception {
    try (GatedBroker stock = withBothKeys(GatedBroker.listening(scheme)).withoutGate().started();
        GatedBroker reporting =
            withBothKeys(GatedBroker.listening(scheme))
                .with(gate -> gate.setMode("REPORT_ONLY"))
                .started()) {
      Set<String> accepted = new TlsProbe().accepted(stock.port(scheme));

      assertThat(accepted)
          .contains("TLSv1.2 TLS_ECDHE_RSA_WITH_AES_128_CBC_SHA")
          .containsAll(MODERN);
      assertThat(new TlsProbe().accepted(reporting.port(scheme))).isEqualTo(accepted);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"transport.", "transport.socket.", "transport.E", "transport.socket.E"})
  void weakerOnesKeepTheBrokerFromStarting(String prefix) throws Exception {
    String option = prefix.endsWith("E") ? prefix : prefix + "e";
    GatedBroker broker =
        connector(
            "ssl",
            "%1$snabledProtocols=TLSv1.1,TLSv1.2&%1$snabledCipherSuites=%2$s"
                .formatted(option, STATIC_RSA));

    assertThat(broker.problems())
        .containsExactly(
            "[require-modern-tls] connector \"ssl\" (ssl://127.0.0.1:0): transport.enabledProtocols"
                + " names TLSv1.1; remove %snabledProtocols from its URI, and Portcullis sets TLSv1.2,"
                    .formatted(option)
                + " TLSv1.3",
            "[require-modern-tls] connector \"ssl\" (ssl://127.0.0.1:0):"
                + " transport.enabledCipherSuites names TLS_RSA_WITH_AES_128_GCM_SHA256;"
                + " remove %snabledCipherSuites from its URI,".formatted(option)
                + " and Portcullis sets those of TLS 1.3, and ECDHE with AES-GCM or"
                + " ChaCha20-Poly1305");
  }

  @Test
  void aKeyStoreInAWebSocketsOptionsIsRefused() throws Exception {
    GatedBroker broker =
        connector("wss", "transport.keyStore=broker.p12&transport.keyStorePassword=secret")
            .withService(service -> service.setSslContext(null));

    assertThat(broker.problems())
        .contains(
            "[require-modern-tls] connector \"wss\" (wss://127.0.0.1:0): its options name a key"
                + " store, and then nobody can set its protocols and cipher suites; put"
                + " <sslContext><sslContext keyStore=\"FILE\""
                + " keyStorePassword=\"PASSWORD\"/></sslContext> into <broker>, with the values of"
                + " those options, and remove transport.keyStore and transport.keyStorePassword from"
                + " its URI")
        .noneMatch(line -> line.contains("secret"));
  }

  @Test
  void aConnectorAddedWhileTheBrokerRunsSpeaksTheModernOnesToo() throws Exception {
    try (GatedBroker broker =
        withBothKeys(GatedBroker.create())
            .withService(service -> service.setUseJmx(false))
            .started()) {
      broker.listen("ssl");
      broker
          .getBrokerService()
          .startTransportConnector(broker.getBrokerService().getConnectorByName("ssl"));
      assertThat(new TlsProbe().accepted(broker.port("ssl"))).isEqualTo(MODERN);

      broker.connector("weak", "ssl://127.0.0.1:0?transport.enabledProtocols=TLSv1");
      TransportConnector weak = broker.getBrokerService().getConnectorByName("weak");
      assertThatThrownBy(() -> broker.getBrokerService().startTransportConnector(weak))
          .isInstanceOf(SecurityException.class)
          .hasMessageStartingWith("[require-modern-tls] connector \"weak\"");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"ssl", "nio+ssl", "auto+ssl", "auto+nio+ssl"})
  void aLiveSessionThatIsWeakIsReportedWhereNobodyNarrows(String scheme) throws Exception {
    try (AuditLines audit = AuditLines.capture();
        GatedBroker broker =
            connector(
                    scheme,
                    "transport.enabledProtocols=TLSv1.2"
                        + "&transport.enabledCipherSuites=TLS_ECDHE_ECDSA_WITH_AES_128_CBC_SHA256")
                .with(gate -> gate.setReportOnly("require-modern-tls"))
                .started();
        OpenWire client =
            OpenWire.connect(
                "ssl://localhost:" + broker.port(scheme), "admin", GatedBroker.PASSWORD)) {
      assertThat(client.connection().isStarted()).isTrue();
      assertThat(audit.rules("connection")).containsExactly("require-modern-tls");
      assertThat(audit.found().get(audit.found().size() - 1))
          .endsWith(
              "on connector \"%s\": its session is TLSv1.2 with".formatted(scheme)
                  + " TLS_ECDHE_ECDSA_WITH_AES_128_CBC_SHA256");
    }
  }

  @Test
  void aWrongVersionIsSaidWithTheOtherErrors() throws Exception {
    GatedBroker broker = GatedBroker.create().with(gate -> gate.setMinimumTlsVersion("1.1"));

    assertThat(broker.problems())
        .containsExactly("minimumTlsVersion=\"1.1\" is not one of TLSv1.2, TLSv1.3");
  }

  @Test
  void connectorsAndTheirCertificatesAreShownOverJmx() throws Exception {
    try (GatedBroker broker =
        withBothKeys(
                GatedBroker.listening("ssl")
                    .with(gate -> gate.setMinimumTlsVersion("TLSv1.3"))
                    .with(gate -> gate.setReportOnly("require-tls"))
                    .listen("tcp"))
            .started()) {
      TabularData connectors = broker.view().getConnectors();
      assertThat(connectors.get(new Object[] {"ssl"}).get("protocols")).isEqualTo("TLSv1.3");
      assertThat(connectors.get(new Object[] {"ssl"}).get("cipherSuites"))
          .asString()
          .startsWith("TLS_AES_256_GCM_SHA384, ");
      assertThat(connectors.get(new Object[] {"ssl"}).get("demandsCertificate")).isEqualTo(false);
      assertThat(connectors.get(new Object[] {"tcp"}).get("protocols")).isEqualTo("");

      TabularData certificates = broker.view().getCertificates();
      assertThat(certificates.size()).isEqualTo(2);
      CompositeData rsa = certificates.get(new Object[] {"ssl", "CN=test", "1", "RSA 2048"});
      assertThat(rsa.get("names")).isEqualTo("localhost, 127.0.0.1");
      assertThat(rsa.get("signature")).isEqualTo("SHA256withRSA");
      assertThat(rsa.get("until")).asString().startsWith(RSA.until().toString().substring(0, 19));
    }
  }

  private static GatedBroker withBothKeys(GatedBroker broker) {
    return broker.withService(service -> service.setSslContext(TestCertificate.context(RSA, EC)));
  }

  private static GatedBroker connector(String scheme, String options) throws Exception {
    return GatedBroker.create().listen(scheme, options);
  }
}
