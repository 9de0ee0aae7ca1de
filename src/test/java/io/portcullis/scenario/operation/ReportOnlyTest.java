package io.portcullis.scenario.operation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.portcullis.broker.jmx.PortcullisViewMBean;
import io.portcullis.esdk.Ciphertexts;
import io.portcullis.testing.AuditLines;
import io.portcullis.testing.GatedBroker;
import io.portcullis.testing.OpenWire;
import io.portcullis.testing.ProtocolClient;
import io.portcullis.testing.ProtocolClient.Way;
import io.portcullis.testing.Schemes;
import jakarta.jms.MessageConsumer;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.apache.activemq.security.AuthorizationEntry;
import org.apache.activemq.security.AuthorizationPlugin;
import org.apache.activemq.security.DefaultAuthorizationMap;
import org.apache.activemq.security.SimpleAuthenticationPlugin;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** Everything is judged, counted and written down, and nothing refused or changed. */
class ReportOnlyTest {

  private static final byte[] PLAINTEXT = "plain".getBytes(StandardCharsets.UTF_8);
  private static final byte[] ENCRYPTED = Ciphertexts.encrypt(PLAINTEXT);

  @AutoClose private final AuditLines audit = AuditLines.capture();

  @Test
  void everyViolationIsCountedAndWrittenAndNothingIsRefused() throws Exception {
    try (GatedBroker broker =
        GatedBroker.listening("tcp", "ssl")
            .with(gate -> gate.setMode("REPORT_ONLY"))
            .with(gate -> gate.setAllowedNetworks("10.0.0.0/8"))
            .started()) {
      PortcullisViewMBean view = broker.mbean(",service=Portcullis", PortcullisViewMBean.class);
      long atStart = view.getReportedCount();

      try (OpenWire plain =
          OpenWire.connect("tcp://localhost:" + broker.port("tcp"), "user", GatedBroker.PASSWORD)) {
        plain.send("queue://Q", PLAINTEXT);
        MessageConsumer consumer = plain.consumer("queue://Q");
        assertThat(OpenWire.receive(consumer)).isEqualTo(PLAINTEXT);
        plain.send("queue://Q", ENCRYPTED);
        assertThat(OpenWire.receive(consumer)).isEqualTo(ENCRYPTED);
      }

      assertThat(view.getMode()).isEqualTo("REPORT_ONLY");
      assertThat(view.getRefusedCount()).isZero();
      assertThat(view.getAcceptedBodyCount()).isEqualTo(1);
      assertThat(view.getReportedCount() - atStart).isGreaterThanOrEqualTo(5);
      assertThat(audit.rules("start")).contains("require-tls", "require-authorization");
      assertThat(audit.rules("connection"))
          .contains("require-tls", "refuse-outside-client", "require-authorization");
      assertThat(audit.rules("send")).contains("require-encrypted-body", "require-authorization");
      assertThat(audit.lines())
          .allSatisfy(l -> assertThat(l).contains("\"disposition\":\"reported\""));
    }
  }

  @Test
  void onEveryProtocolAPlaintextBodyArrivesAndIsCountedOnce() throws Exception {
    try (GatedBroker broker =
        GatedBroker.listening(Schemes.PROTOCOLS)
            .with(gate -> gate.setMode("REPORT_ONLY"))
            .started()) {
      PortcullisViewMBean view = broker.mbean(",service=Portcullis", PortcullisViewMBean.class);
      for (Way way : Way.values()) {
        try (ProtocolClient client = ProtocolClient.connect(way, broker, "admin")) {
          String topic = "REPORT-" + way;
          client.subscribe(topic);
          long reported = view.getReportedCount();

          client.send(topic, PLAINTEXT);
          assertThat(client.receive(10_000)).as("%s", way).hasValue(PLAINTEXT);
          client.send(topic, ENCRYPTED);
          assertThat(client.receive(10_000)).as("%s", way).hasValue(ENCRYPTED);

          assertThat(view.getReportedCount() - reported).as("%s", way).isEqualTo(1);
          assertThat(audit.lines())
              .filteredOn(line -> line.contains("\"destination\":\"topic://" + topic + "\""))
              .singleElement()
              .satisfies(
                  line ->
                      assertThat(line)
                          .contains("\"rule\":\"require-encrypted-body\"")
                          .contains("\"disposition\":\"reported\"")
                          .contains("\"user\":\"admin\"")
                          .endsWith("\"repeated\":0}"));
        }
      }
      assertThat(view.getRefusedCount()).isZero();
      assertThat(view.getAcceptedBodyCount()).isEqualTo(Way.values().length);
      assertThat(view.getSenders().size()).isEqualTo(Way.values().length);
    }
  }

  @Test
  void noMapIsInstalledAndWhatTheDefaultOneWouldRefuseIsReported() throws Exception {
    try (GatedBroker broker =
        GatedBroker.listening("ssl").with(gate -> gate.setMode("REPORT_ONLY")).started()) {
      try (OpenWire user = OpenWire.connect(broker, "user")) {
        user.send("queue://NEW", ENCRYPTED);
      }

      assertThat(audit.found())
          .contains(
              "user \"user\": the authorization map does not let it write to queue://NEW",
              "user \"user\": the authorization map does not let it create or remove queue://NEW");
    }
  }

  @Test
  void whatIsDifferentIsNotFoldedAway() throws Exception {
    try (GatedBroker broker =
        GatedBroker.listening("tcp", "nio").with(gate -> gate.setMode("REPORT_ONLY")).started()) {
      assertThat(broker.getBrokerService().isStarted()).isTrue();
      assertThat(audit.found())
          .filteredOn(found -> found.endsWith("carries no TLS"))
          .extracting(found -> found.replaceAll(" \\(.*", ""))
          .containsExactly("connector \"tcp\"", "connector \"nio\"");
    }
  }

  @Test
  void aUserInNoGroupIsNotRefusedForIt() throws Exception {
    SimpleAuthenticationPlugin users = new SimpleAuthenticationPlugin();
    users.setUserPasswords(Map.of("admin", GatedBroker.PASSWORD, "loner", GatedBroker.PASSWORD));
    users.setUserGroups(Map.of());
    try (GatedBroker broker =
            GatedBroker.listening("ssl")
                .withOnly(users)
                .with(gate -> gate.setMode("REPORT_ONLY"))
                .started();
        OpenWire loner = OpenWire.connect(broker, "loner")) {
      loner.send("queue://Q", PLAINTEXT);

      assertThat(OpenWire.receive(loner.consumer("queue://Q"))).isEqualTo(PLAINTEXT);
    }
  }

  @Test
  void whatActiveMqRefusesOfMqttIsAnsweredAsActiveMqDoes() throws Exception {
    DefaultAuthorizationMap map = new DefaultAuthorizationMap();
    AuthorizationEntry entry = new AuthorizationEntry();
    entry.setTopic(">");
    entry.setRead("users,admins");
    entry.setWrite("admins");
    entry.setAdmin("users,admins");
    map.put(entry.getDestination(), entry);
    try (GatedBroker broker =
            GatedBroker.listening("mqtt+ssl")
                .withPlugin(new AuthorizationPlugin(map))
                .with(gate -> gate.setMode("REPORT_ONLY"))
                .started();
        ProtocolClient user = ProtocolClient.connect(Way.MQTT, broker, "user")) {
      user.send("T", ENCRYPTED);

      assertThat(user.isOpen()).isTrue();
    }
  }

  @Test
  void oneRuleReportsWhileTheRestEnforce() throws Exception {
    try (GatedBroker broker =
        GatedBroker.listening("ssl")
            .with(gate -> gate.setReportOnly("require-encrypted-body"))
            .started()) {
      try (OpenWire admin = OpenWire.connect(broker, "admin")) {
        admin.send("queue://Q", PLAINTEXT);
        assertThat(OpenWire.receive(admin.consumer("queue://Q"))).isEqualTo(PLAINTEXT);
      }
      assertThatThrownBy(
              () -> {
                try (OpenWire user = OpenWire.connect(broker, "user")) {
                  user.send("queue://Q", ENCRYPTED);
                }
              })
          .hasMessageContaining("not authorized to write to");
    }
  }

  @Test
  void oneRuleEnforcesWhileTheRestReport() throws Exception {
    try (GatedBroker broker =
        GatedBroker.listening("tcp")
            .with(gate -> gate.setMode("REPORT_ONLY"))
            .with(gate -> gate.setEnforce("require-encrypted-body"))
            .started()) {
      try (OpenWire user =
          OpenWire.connect("tcp://localhost:" + broker.port("tcp"), "user", GatedBroker.PASSWORD)) {
        user.send("queue://Q", ENCRYPTED);

        assertThatThrownBy(() -> user.send("queue://Q", PLAINTEXT))
            .hasMessageStartingWith("[require-encrypted-body]");
      }
    }
  }
}
