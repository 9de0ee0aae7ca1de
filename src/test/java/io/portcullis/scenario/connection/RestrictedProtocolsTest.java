package io.portcullis.scenario.connection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.awaitility.Awaitility.await;

import io.portcullis.Portcullis;
import io.portcullis.esdk.Ciphertexts;
import io.portcullis.policy.ConfigurationException;
import io.portcullis.testing.AuditLines;
import io.portcullis.testing.GatedBroker;
import io.portcullis.testing.OpenWire;
import io.portcullis.testing.ProtocolClient;
import io.portcullis.testing.ProtocolClient.Way;
import io.portcullis.testing.SomeWaivers;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletionException;
import java.util.stream.Stream;
import org.apache.activemq.broker.TransportConnector;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Clients speak what {@code protocols} names and nothing else, on connectors that speak several.
 */
@Timeout(60)
class RestrictedProtocolsTest {

  private static final byte[] BODY = Ciphertexts.encrypt(new byte[] {1});

  private static final Set<Way> ON_WEB_SOCKETS =
      Set.of(Way.MQTT_OVER_WEBSOCKET, Way.STOMP_OVER_WEBSOCKET);

  @Test
  void onWebSocketsOneProtocolIsRefusedWhileAnotherGoesOn() throws Exception {
    try (GatedBroker broker = restricted("mqtt+ws", "wss").started();
        AuditLines audit = AuditLines.capture();
        ProtocolClient mqtt = ProtocolClient.connect(Way.MQTT_OVER_WEBSOCKET, broker, "admin")) {
      assertThat(catchThrowable(() -> connect(broker, "wss", Way.STOMP_OVER_WEBSOCKET)))
          .isNotNull();
      assertThatThrownBy(() -> amqp(broker.port("wss"))).isInstanceOf(CompletionException.class);

      mqtt.send("T", BODY);
      assertThat(mqtt.isOpen()).isTrue();
      assertThat(found(audit))
          .containsExactly(
              "connector \"wss\": it speaks stomp+ws, and only mqtt+ws may be spoken",
              "connector \"wss\": it speaks amqp+ws, and only mqtt+ws may be spoken");
      assertThat(audit.lines())
          .allSatisfy(
              line -> {
                assertThat(AuditLines.field(line, "rule")).isEqualTo("restrict-protocols");
                assertThat(AuditLines.field(line, "disposition")).isEqualTo("refused");
                assertThat(AuditLines.field(line, "connector")).isEqualTo("wss");
                assertThat(AuditLines.field(line, "remoteAddress")).contains("127.0.0.1");
                assertThat(AuditLines.field(line, "remedy")).startsWith("connect with one of them");
              });
    }
  }

  @Test
  void onAutoConnectorsOneProtocolIsRefusedWhileAnotherGoesOn() throws Exception {
    for (String scheme : List.of("auto+ssl", "auto+nio+ssl")) {
      try (GatedBroker broker = restricted("stomp", scheme).started();
          AuditLines audit = AuditLines.capture();
          ProtocolClient stomp = connect(broker, scheme, Way.STOMP)) {
        for (Way way : List.of(Way.OPENWIRE, Way.AMQP, Way.MQTT)) {
          assertThat(catchThrowable(() -> connect(broker, scheme, way))).as("%s", way).isNotNull();
        }

        stomp.send("T", BODY);
        assertThat(stomp.isOpen()).isTrue();
        assertThat(found(audit))
            .as("one line for each protocol, though all are of one host")
            .containsExactlyElementsOf(
                Stream.of("openwire", "amqp", "mqtt")
                    .map(
                        "connector \"%s\": it speaks %%s, and only stomp may be spoken"
                                .formatted(scheme)
                            ::formatted)
                    .toList());
      }
    }
  }

  @Test
  void whatOnlyReportsLetsThemThrough() throws Exception {
    try (GatedBroker broker =
            restricted("mqtt+ws", "wss", "amqp+ssl")
                .with(gate -> gate.setReportOnly("restrict-protocols"))
                .started();
        AuditLines audit = AuditLines.capture();
        ProtocolClient stomp = connect(broker, "wss", Way.STOMP_OVER_WEBSOCKET);
        ProtocolClient amqp = connect(broker, "amqp+ssl", Way.AMQP)) {
      stomp.send("T", BODY);
      amqp.send("T", BODY);

      assertThat(audit.lines())
          .extracting(line -> AuditLines.field(line, "disposition"))
          .containsOnly("reported");
      assertThat(found(audit))
          .containsExactly(
              "connector \"wss\": it speaks stomp+ws, and only mqtt+ws may be spoken",
              "connector \"amqp+ssl\": it speaks amqp, and only mqtt+ws may be spoken");
    }
  }

  @Test
  void aWaivedConnectorSpeaksWhatItDoes() throws Exception {
    try (GatedBroker broker =
            waived(
                    GatedBroker.listening("wss", "amqp+ssl", "auto+ssl")
                        .with(gate -> gate.setProtocols("mqtt+ws,mqtt")),
                    "amqp+ssl",
                    "auto+ssl")
                .started();
        ProtocolClient amqp = connect(broker, "amqp+ssl", Way.AMQP);
        ProtocolClient openWire = connect(broker, "auto+ssl", Way.OPENWIRE)) {
      amqp.send("T", BODY);
      openWire.send("T", BODY);

      assertThat(catchThrowable(() -> connect(broker, "wss", Way.STOMP_OVER_WEBSOCKET)))
          .as("on another connector")
          .isNotNull();
    }
  }

  @Test
  void aReloadEndsWhatIsNotAllowedAnyMore() throws Exception {
    try (GatedBroker broker = waived(GatedBroker.listening("wss", "auto+ssl")).started();
        AuditLines audit = AuditLines.capture();
        ProtocolClient stomp = connect(broker, "wss", Way.STOMP_OVER_WEBSOCKET);
        ProtocolClient mqtt = connect(broker, "wss", Way.MQTT_OVER_WEBSOCKET);
        ProtocolClient openWire = connect(broker, "auto+ssl", Way.OPENWIRE);
        ProtocolClient amqp = connect(broker, "auto+ssl", Way.AMQP)) {
      gate(broker).setProtocols("mqtt+ws,amqp");
      gate(broker).reload();

      await().until(() -> !isAlive(stomp));
      await().until(() -> !isAlive(openWire));
      mqtt.send("T", BODY);
      amqp.send("T", BODY);
      assertThat(found(audit))
          .containsExactlyInAnyOrder(
              "connector \"wss\": it speaks stomp+ws, and only amqp, mqtt+ws may be spoken",
              "connector \"auto+ssl\": it speaks openwire, and only amqp, mqtt+ws may be spoken");
      assertThat(catchThrowable(() -> connect(broker, "wss", Way.STOMP_OVER_WEBSOCKET)))
          .isNotNull();

      gate(broker).setProtocols("mqtt+ws,amqp,stomp+ws");
      gate(broker).reload();
      connect(broker, "wss", Way.STOMP_OVER_WEBSOCKET).close();
    }
  }

  @Test
  void aReloadThatAConnectorViolatesChangesNothing() throws Exception {
    try (GatedBroker broker = GatedBroker.listening("wss", "amqp+ssl").started();
        ProtocolClient stomp = connect(broker, "wss", Way.STOMP_OVER_WEBSOCKET)) {
      gate(broker).setProtocols("mqtt+ws");

      assertThatThrownBy(() -> gate(broker).reload())
          .isInstanceOf(ConfigurationException.class)
          .hasMessageContaining(
              "[restrict-protocols] connector \"amqp+ssl\" (amqp+ssl://127.0.0.1:0): it speaks"
                  + " amqp");
      stomp.send("T", BODY);
    }
  }

  @Test
  void aConnectorThatSpeaksAnotherProtocolKeepsTheBrokerFromStarting() throws Exception {
    assertThat(
            GatedBroker.listening("ssl", "amqp+ssl", "stomp+nio+ssl")
                .with(gate -> gate.setProtocols("openwire, mqtt"))
                .problems())
        .containsExactly(
            "[restrict-protocols] connector \"amqp+ssl\" (amqp+ssl://127.0.0.1:0): it speaks amqp,"
                + " and only mqtt, openwire may be spoken; remove it, or add amqp to protocols",
            "[restrict-protocols] connector \"stomp+nio+ssl\" (stomp+nio+ssl://127.0.0.1:0): it"
                + " speaks stomp, and only mqtt, openwire may be spoken; remove it, or add stomp to"
                + " protocols");
  }

  @Test
  void misspeltNamesAreSaidAtOnce() throws Exception {
    String names = "openwire, amqp, mqtt, stomp, mqtt+ws, stomp+ws, amqp+ws";
    assertThat(
            GatedBroker.listening("ssl")
                .with(gate -> gate.setProtocols("openwire,AMQPS,stmop,mqtt+wss,zmq"))
                .with(gate -> gate.setMode("LAX"))
                .problems())
        .contains(
            "protocols: \"AMQPS\" is not one of %s; did you mean \"amqp\"?".formatted(names),
            "protocols: \"stmop\" is not one of %s; did you mean \"stomp\"?".formatted(names),
            "protocols: \"mqtt+wss\" is not one of %s; did you mean \"mqtt+ws\"?".formatted(names),
            "mode=\"LAX\" is not one of ENFORCE, REPORT_ONLY")
        .anyMatch(line -> line.startsWith("protocols: \"zmq\" is not one of"))
        .hasSize(5);
    assertThat(GatedBroker.listening("ssl").with(gate -> gate.setProtocols(" ,")).problems())
        .containsExactly("protocols=\" ,\" names no protocol; leave it out to allow all");
  }

  @Test
  void aConnectorAddedWhileTheBrokerRunsIsJudged() throws Exception {
    try (GatedBroker broker =
        GatedBroker.listening("ssl")
            .with(gate -> gate.setProtocols("openwire"))
            .withService(service -> service.setUseJmx(false))
            .started()) {
      broker.listen("amqp+ssl");
      TransportConnector late = broker.getBrokerService().getConnectorByName("amqp+ssl");

      assertThatThrownBy(() -> broker.getBrokerService().startTransportConnector(late))
          .isInstanceOf(SecurityException.class)
          .hasMessageStartingWith("[restrict-protocols] connector \"amqp+ssl\"");
      assertThat(broker.getBrokerService().getTransportConnectors()).hasSize(1);
    }
  }

  /** Such as those of the web console and of bridges' own ends. */
  @Test
  void connectionsInsideTheJvmAreNotJudged() throws Exception {
    try (GatedBroker broker =
            GatedBroker.listening("stomp+ssl").with(gate -> gate.setProtocols("stomp")).started();
        OpenWire inside =
            OpenWire.connect(
                "vm://%s?create=false".formatted(broker.getBrokerName()),
                "admin",
                GatedBroker.PASSWORD)) {
      inside.send("T", BODY);
    }
  }

  private static GatedBroker restricted(String protocols, String... schemes) throws Exception {
    return waived(GatedBroker.listening(schemes).with(gate -> gate.setProtocols(protocols)));
  }

  /** Lets these connectors speak what they do. */
  private static GatedBroker waived(GatedBroker broker, String... connectors) {
    return broker.with(
        gate ->
            gate.setWaivers(
                Stream.of(connectors)
                    .map(connector -> SomeWaivers.waiver("restrict-protocols", connector))
                    .toList()));
  }

  /** What the rule found, without the clients' ports. */
  private static List<String> found(AuditLines audit) {
    return audit.lines().stream()
        .filter(line -> AuditLines.field(line, "rule").equals("restrict-protocols"))
        .map(line -> AuditLines.field(line, "found").replaceFirst("^client \\S+ on ", ""))
        .toList();
  }

  private static Portcullis gate(GatedBroker broker) {
    var plugins = broker.getBrokerService().getPlugins();
    return (Portcullis) plugins[plugins.length - 1];
  }

  private static boolean isAlive(ProtocolClient client) {
    try {
      client.send("T", BODY);
      return client.isOpen();
    } catch (Exception e) {
      return false;
    }
  }

  private static ProtocolClient connect(GatedBroker broker, String connector, Way way)
      throws Exception {
    assertThat(ON_WEB_SOCKETS.contains(way)).isEqualTo(connector.equals("wss"));
    return ProtocolClient.connect(way, broker.port(connector), "admin");
  }

  private static void amqp(int port) {
    HttpClient.newBuilder()
        .sslContext(GatedBroker.clientContext())
        .build()
        .newWebSocketBuilder()
        .subprotocols("amqp")
        .buildAsync(URI.create("wss://127.0.0.1:" + port), new WebSocket.Listener() {})
        .join()
        .abort();
  }
}
