package io.portcullis.scenario.connection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.portcullis.testing.GatedBroker;
import io.portcullis.testing.OpenWire;
import io.portcullis.testing.ProtocolClient;
import io.portcullis.testing.ProtocolClient.Way;
import io.portcullis.testing.Schemes;
import java.util.List;
import javax.management.openmbean.CompositeData;
import org.junit.jupiter.api.Test;

/** What JMX shows of the connections: counted, by what secures them. */
class ConnectionsTest {

  @Test
  void eachIsCountedWithItsProtocolAndItsTlsUntilItEnds() throws Exception {
    try (GatedBroker broker = GatedBroker.listening(Schemes.PROTOCOLS).started()) {
      try (ProtocolClient openWire = ProtocolClient.connect(Way.OPENWIRE, broker, "admin");
          ProtocolClient another = ProtocolClient.connect(Way.OPENWIRE, broker, "user");
          ProtocolClient amqp = ProtocolClient.connect(Way.AMQP, broker, "admin");
          ProtocolClient mqtt = ProtocolClient.connect(Way.MQTT, broker, "admin");
          ProtocolClient stomp = ProtocolClient.connect(Way.STOMP, broker, "admin");
          ProtocolClient web = ProtocolClient.connect(Way.MQTT_OVER_WEBSOCKET, broker, "admin");
          OpenWire inVm = OpenWire.inVm(broker, "admin")) {
        assertThat(List.of(openWire, another, amqp, mqtt, stomp, web))
            .allMatch(ProtocolClient::isOpen);
        assertThat(inVm.connection().isStarted()).isTrue();

        assertThat(shown(broker))
            .contains(
                "ssl openwire tls TLSv1.3 2",
                "amqp+ssl amqp tls TLSv1.3 1",
                "mqtt+ssl mqtt tls TLSv1.3 1",
                "stomp+ssl stomp tls TLSv1.3 1",
                "wss mqtt tls  1")
            .anyMatch(row -> row.startsWith("vm://" + broker.getBrokerName()))
            .filteredOn(row -> row.contains("in this jvm"))
            .hasSize(1);
      }
      await().until(() -> shown(broker).stream().noneMatch(row -> row.contains(" tls ")));
    }
  }

  @Test
  void whoIsLetInWithoutTlsIsSeen() throws Exception {
    try (GatedBroker broker =
            GatedBroker.listening("tcp").with(gate -> gate.setMode("REPORT_ONLY")).started();
        OpenWire client =
            OpenWire.connect(
                "tcp://localhost:" + broker.port("tcp"), "admin", GatedBroker.PASSWORD)) {
      assertThat(client.connection().isStarted()).isTrue();

      assertThat(shown(broker)).contains("tcp openwire plain  1");
    }
  }

  private static List<String> shown(GatedBroker broker) throws Exception {
    return broker.view().getConnections().values().stream()
        .map(CompositeData.class::cast)
        .map(
            row ->
                "%s %s %s %s %s"
                    .formatted(
                        row.get("connector"),
                        row.get("protocol"),
                        row.get("carrier"),
                        row.get("tls"),
                        row.get("count")))
        .toList();
  }
}
