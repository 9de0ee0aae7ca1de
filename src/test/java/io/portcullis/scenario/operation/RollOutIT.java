package io.portcullis.scenario.operation;

import static org.assertj.core.api.Assertions.assertThat;

import io.portcullis.PortcullisPlugin;
import io.portcullis.esdk.Ciphertexts;
import io.portcullis.testing.AuditLines;
import io.portcullis.testing.Bodies;
import io.portcullis.testing.GatedBroker;
import io.portcullis.testing.Line;
import io.portcullis.testing.OpenWire;
import io.portcullis.testing.ProtocolClient;
import io.portcullis.testing.ProtocolClient.Way;
import io.portcullis.testing.Schemes;
import io.portcullis.testing.SomeWaivers;
import jakarta.jms.MapMessage;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.function.Consumer;
import javax.management.openmbean.CompositeData;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * The way of an existing broker behind the gate, step by step: what is reported first is exactly
 * what is refused later.
 */
@Timeout(120)
class RollOutIT {

  private static final byte[] PLAINTEXT = "account 4711".getBytes(StandardCharsets.UTF_8);
  private static final byte[] ENCRYPTED = Ciphertexts.encrypt(PLAINTEXT);
  private static final String ELSEWHERE = "127.0.0.2";

  /** What a client does; whatever it throws is a refusal. */
  @FunctionalInterface
  private interface Act {
    void of(GatedBroker broker) throws Exception;
  }

  private static final Map<String, Act> TRAFFIC = traffic();

  private static Map<String, Act> traffic() {
    Map<String, Act> traffic = new LinkedHashMap<>();
    traffic.put("the console sends ciphertext", as("console", c -> c.send("queue://Q", ENCRYPTED)));
    traffic.put("admin sends ciphertext", as("admin", c -> c.send("queue://Q", ENCRYPTED)));
    traffic.put("admin sends plaintext", as("admin", c -> c.send("queue://Q", PLAINTEXT)));
    traffic.put("admin sends base64", as("admin", c -> c.sendText("queue://Q", base64())));
    traffic.put("admin sends a text", as("admin", c -> c.sendText("queue://Q", "4711")));
    traffic.put("admin sends a map", as("admin", RollOutIT::sendMap));
    traffic.put("admin sends to both", as("admin", c -> c.send("queue://Q,OPEN", PLAINTEXT)));
    traffic.put("admin sends where any body may go", as("admin", c -> c.send("OPEN", PLAINTEXT)));
    traffic.put("a user sends ciphertext", as("user", c -> c.send("queue://Q", ENCRYPTED)));
    traffic.put("a user sends plaintext", as("user", c -> c.send("queue://Q", PLAINTEXT)));
    traffic.put("a user reads", as("user", c -> c.consumer("queue://Q").close()));
    traffic.put("a user reads what does not exist", as("user", c -> c.consumer("NEW").close()));
    traffic.put("a user reads advisories", as("user", RollOutIT::readAdvisories));
    traffic.put("a user asks for an answer", as("user", c -> c.session().createTemporaryQueue()));
    traffic.put("somebody without a group reads", as("nobody", c -> c.consumer("Q").close()));
    traffic.put("somebody without a group connects", as("nobody", c -> {}));
    traffic.put("a user removes a queue", as("user", c -> c.remove("queue://Q")));
    traffic.put("admin connects from elsewhere", RollOutIT::connectFromElsewhere);
    for (Way way : Way.values()) {
      traffic.put(way + " ciphertext", broker -> send(broker, way, "admin", ENCRYPTED));
      traffic.put(way + " plaintext", broker -> send(broker, way, "admin", PLAINTEXT));
      traffic.put(way + " of a user", broker -> send(broker, way, "user", ENCRYPTED));
    }
    return traffic;
  }

  @FunctionalInterface
  private interface Use {
    void of(OpenWire client) throws Exception;
  }

  private static Act as(String user, Use use) {
    return broker -> {
      try (OpenWire client = OpenWire.connect(broker, user)) {
        use.of(client);
      }
    };
  }

  private static String base64() {
    return Base64.getEncoder().encodeToString(ENCRYPTED);
  }

  private static void sendMap(OpenWire client) throws Exception {
    MapMessage map = client.session().createMapMessage();
    map.setString("account", "4711");
    client.send("queue://Q", map);
  }

  private static void readAdvisories(OpenWire client) throws Exception {
    client.consumer("topic://ActiveMQ.Advisory.Connection").close();
  }

  private static void connectFromElsewhere(GatedBroker broker) throws Exception {
    OpenWire.connect(
            "ssl://127.0.0.1:%d/%s:0?socket.verifyHostName=false"
                .formatted(broker.port("ssl"), ELSEWHERE),
            "admin",
            GatedBroker.PASSWORD)
        .close();
  }

  private static void send(GatedBroker broker, Way way, String user, byte[] body) throws Exception {
    try (ProtocolClient client = ProtocolClient.connect(way, broker, user)) {
      client.send("TOPIC", body);
    }
  }

  private static GatedBroker broker(Consumer<PortcullisPlugin> change) throws Exception {
    return GatedBroker.listening(Schemes.PROTOCOLS)
        .with(gate -> gate.setAllowedNetworks("127.0.0.1/32"))
        .with(gate -> gate.setBodyPolicies(List.of(Bodies.anyOnQueue("OPEN"))))
        .with(change)
        .started();
  }

  /** What is refused of the traffic, in its order. */
  private static List<String> refused(GatedBroker broker) {
    List<String> refused = new ArrayList<>();
    TRAFFIC.forEach(
        (name, act) -> {
          try {
            act.of(broker);
          } catch (Exception e) {
            refused.add(name);
          }
        });
    return refused;
  }

  /** What is reported of the traffic, all of which is let through. */
  private static List<String> reported(GatedBroker broker) throws Exception {
    List<String> reported = new ArrayList<>();
    for (Map.Entry<String, Act> act : TRAFFIC.entrySet()) {
      long before = broker.view().getReportedCount();
      act.getValue().of(broker);
      if (broker.view().getReportedCount() > before) {
        reported.add(act.getKey());
      }
    }
    return reported;
  }

  @Test
  void whatIsReportedIsExactlyWhatIsRefused() throws Exception {
    List<String> reported;
    try (GatedBroker broker = broker(gate -> gate.setMode("REPORT_ONLY"))) {
      reported = reported(broker);
      assertThat(broker.view().getRefusedCount()).isZero();
    }

    List<String> refused;
    try (GatedBroker broker = broker(gate -> {})) {
      refused = refused(broker);
    }

    assertThat(refused)
        .contains(
            "admin sends plaintext",
            "a user sends ciphertext",
            "admin connects from elsewhere",
            "MQTT plaintext")
        .doesNotContain("admin sends ciphertext", "admin sends where any body may go");
    assertThat(reported).isEqualTo(refused);
  }

  @Test
  void sendersSayWhoStillSendsPlaintextAndNobodyElse() throws Exception {
    try (GatedBroker broker = broker(gate -> gate.setMode("REPORT_ONLY"));
        AuditLines audit = AuditLines.capture()) {
      reported(broker);

      TreeSet<String> senders = new TreeSet<>();
      for (Object row : broker.view().getSenders().values()) {
        CompositeData sender = (CompositeData) row;
        if (sender.get("rule").equals("require-encrypted-body")) {
          senders.add(
              "%s %s %s"
                  .formatted(
                      sender.get("user"), sender.get("destination"), sender.get("protocol")));
        }
      }
      assertThat(senders)
          .containsExactly(
              "admin queue://Q openwire",
              "admin queue://Q,queue://OPEN openwire",
              "admin topic://TOPIC amqp",
              "admin topic://TOPIC mqtt",
              "admin topic://TOPIC openwire",
              "admin topic://TOPIC stomp",
              "user queue://Q openwire");
      assertThat(audit.lines()).allMatch(line -> line.contains("\"disposition\":\"reported\""));
    }
  }

  @Test
  void oneRuleAfterTheOther() throws Exception {
    Line.assumeMqttAndStomp();
    List<String> plaintext;
    try (GatedBroker broker =
        broker(
            gate -> {
              gate.setMode("REPORT_ONLY");
              gate.setEnforce("require-encrypted-body");
            })) {
      plaintext = refused(broker);
    }
    assertThat(plaintext)
        .contains("admin sends plaintext", "MQTT plaintext")
        .doesNotContain("a user sends ciphertext", "admin connects from elsewhere");

    List<String> allButPlaintext;
    try (GatedBroker broker = broker(gate -> gate.setReportOnly("require-encrypted-body"))) {
      allButPlaintext = refused(broker);
    }
    assertThat(allButPlaintext)
        .contains("a user sends ciphertext", "admin connects from elsewhere")
        .doesNotContain("admin sends plaintext", "MQTT plaintext");
  }

  @Test
  void whatCannotBeMendedYetIsWaivedAndNothingElse() throws Exception {
    List<String> withoutWaiver;
    try (GatedBroker broker = broker(gate -> {})) {
      withoutWaiver = refused(broker);
    }
    List<String> withWaiver;
    try (GatedBroker broker =
        broker(
            gate ->
                gate.setWaivers(
                    List.of(SomeWaivers.waiver("require-encrypted-body", "queue://Q"))))) {
      withWaiver = refused(broker);
      assertThat(broker.view().getWaivedCount()).isEqualTo(3);
    }

    assertThat(withoutWaiver)
        .contains("admin sends plaintext", "admin sends a text", "admin sends a map");
    withoutWaiver.removeAll(
        List.of("admin sends plaintext", "admin sends a text", "admin sends a map"));
    assertThat(withWaiver).isEqualTo(withoutWaiver);
  }
}
