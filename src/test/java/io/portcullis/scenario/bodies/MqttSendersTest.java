package io.portcullis.scenario.bodies;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.hivemq.client.mqtt.datatypes.MqttQos;
import io.portcullis.esdk.Ciphertexts;
import io.portcullis.testing.AuditLines;
import io.portcullis.testing.Bodies;
import io.portcullis.testing.GatedBroker;
import io.portcullis.testing.MqttClient;
import io.portcullis.testing.ProtocolClient.Refused;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import javax.management.openmbean.CompositeData;
import org.apache.activemq.plugin.ForcePersistencyModeBrokerPlugin;
import org.fusesource.mqtt.client.MQTT;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What only MQTT has: retained and will messages, and a client that cannot be told no. */
class MqttSendersTest {

  private static final long SOON_MILLIS = 10_000;
  private static final long NOT_AT_ALL_MILLIS = 300;
  private static final byte[] PLAINTEXT = "account 4711".getBytes(StandardCharsets.UTF_8);
  private static final byte[] ENCRYPTED = Ciphertexts.encrypt(PLAINTEXT);

  private static GatedBroker broker;

  @BeforeAll
  static void start() throws Exception {
    broker =
        GatedBroker.listening("mqtt+ssl")
            .with(gate -> gate.setBodyPolicies(List.of(Bodies.emptyOnTopic("CLEARED"))))
            .started();
  }

  @AfterAll
  static void stop() {
    broker.close();
  }

  private static MqttClient connect() throws Exception {
    return MqttClient.connect(broker.port("mqtt+ssl"), "admin", false);
  }

  private static MqttClient connect(String clientId) throws Exception {
    return MqttClient.connect(broker.port("mqtt+ssl"), "admin", false, clientId);
  }

  @ParameterizedTest
  @EnumSource(
      value = MqttQos.class,
      names = {"AT_LEAST_ONCE", "EXACTLY_ONCE"})
  void onlyAnEncryptedMessageIsRetained(MqttQos qos) throws Exception {
    String topic = "RETAINED/" + qos;
    try (MqttClient sender = connect()) {
      assertThatThrownBy(() -> sender.retain(topic, PLAINTEXT, qos)).isInstanceOf(Refused.class);
    }
    try (MqttClient early = connect()) {
      early.subscribe(topic);
      assertThat(early.receive(NOT_AT_ALL_MILLIS)).isEmpty();
    }

    try (MqttClient sender = connect();
        MqttClient late = connect()) {
      sender.retain(topic, ENCRYPTED, qos);
      late.subscribe(topic);

      assertThat(late.receive(SOON_MILLIS)).hasValue(ENCRYPTED);
    }
  }

  @Test
  void aRetainedMessageIsClearedWhereAnEmptyBodyIsAllowed() throws Exception {
    try (MqttClient sender = connect();
        MqttClient before = connect();
        MqttClient after = connect()) {
      sender.retain("CLEARED", ENCRYPTED, MqttQos.AT_LEAST_ONCE);
      before.subscribe("CLEARED");
      assertThat(before.receive(SOON_MILLIS)).hasValue(ENCRYPTED);

      sender.retain("CLEARED", new byte[0], MqttQos.AT_LEAST_ONCE);

      after.subscribe("CLEARED");
      assertThat(after.receive(NOT_AT_ALL_MILLIS)).isEmpty();
    }
  }

  @Test
  void elsewhereARetainedMessageStays() throws Exception {
    try (MqttClient sender = connect();
        MqttClient after = connect()) {
      sender.retain("KEPT", ENCRYPTED, MqttQos.AT_LEAST_ONCE);

      assertThatThrownBy(() -> sender.retain("KEPT", new byte[0], MqttQos.AT_LEAST_ONCE))
          .isInstanceOf(Refused.class);

      after.subscribe("KEPT");
      assertThat(after.receive(SOON_MILLIS)).hasValue(ENCRYPTED);
    }
  }

  /** ActiveMQ publishes a will in the name of the client. */
  @Test
  void aWillInPlaintextReachesNobody() throws Exception {
    try (AuditLines audit = AuditLines.capture();
        MqttClient subscriber = connect()) {
      subscriber.subscribe("WILLS");
      long refusedBefore = broker.view().getRefusedCount();

      dieWithWill("WILLS", PLAINTEXT, false);
      await().until(() -> broker.view().getRefusedCount() > refusedBefore);
      dieWithWill("WILLS", PLAINTEXT, true);
      await().until(() -> broker.view().getRefusedCount() > refusedBefore + 1);
      dieWithWill("WILLS", ENCRYPTED, true);

      assertThat(subscriber.receive(SOON_MILLIS)).hasValue(ENCRYPTED);
      assertThat(subscriber.receive(NOT_AT_ALL_MILLIS)).isEmpty();
      assertThat(audit.lines())
          .filteredOn(line -> line.contains("topic://WILLS"))
          .isNotEmpty()
          .allMatch(
              line ->
                  line.contains("\"user\":\"admin\"")
                      && line.contains("\"disposition\":\"refused\""));
    }
    try (MqttClient late = connect()) {
      late.subscribe("WILLS");
      assertThat(late.receive(SOON_MILLIS)).as("the retained will").hasValue(ENCRYPTED);
    }
  }

  @Test
  void aRefusedWillMakesTheNextConnackLate() throws Exception {
    MQTT client = new MQTT();
    client.setClientId("with a will");
    client.setCleanSession(true);
    for (int round = 0; round < 2; round++) {
      long refusedBefore = broker.view().getRefusedCount();
      MqttClient.dieWithWill(client, broker.port("mqtt+ssl"), "admin", "LATE", PLAINTEXT, false);
      await().until(() -> broker.view().getRefusedCount() > refusedBefore);
    }
    Instant refused = Instant.now();

    connect("with a will").close();

    assertThat(Duration.between(refused, Instant.now())).isGreaterThan(Duration.ofMillis(400));
  }

  /** Such a plugin changes a message before the AuthorizationPlugin behind it refuses it. */
  @Test
  void anotherPluginThatMakesMessagesNonPersistentMakesNoRefusalAnAcknowledgement()
      throws Exception {
    try (GatedBroker other =
            RefusedMessage.refusing(GatedBroker.listening("mqtt+ssl"))
                .withPlugin(new ForcePersistencyModeBrokerPlugin())
                .started();
        MqttClient sender = MqttClient.connect(other.port("mqtt+ssl"), "user", false)) {
      assertThatThrownBy(() -> sender.send("FORBIDDEN", ENCRYPTED)).isInstanceOf(Refused.class);
    }
  }

  /** Connects with a will and ends the connection without a word. */
  private static void dieWithWill(String topic, byte[] will, boolean retained) throws Exception {
    MqttClient.dieWithWill(new MQTT(), broker.port("mqtt+ssl"), "admin", topic, will, retained);
  }

  @Test
  void aClientWhoseMessageWasRefusedWaitsLongerEachTime() throws Exception {
    for (int round = 0; round < 3; round++) {
      try (MqttClient client = connect("again")) {
        assertThatThrownBy(() -> client.send("SLOWED", PLAINTEXT)).isInstanceOf(Refused.class);
      }
    }
    Instant refused = Instant.now();

    connect("another").close();
    assertThat(Duration.between(refused, Instant.now())).isLessThan(Duration.ofMillis(900));
    try (MqttClient client = connect("again")) {
      assertThat(Duration.between(refused, Instant.now())).isGreaterThan(Duration.ofMillis(900));
      client.send("SLOWED", ENCRYPTED);
    }
    assertThat(broker.view().getSenders().values())
        .map(row -> (CompositeData) row)
        .filteredOn(row -> row.get("destination").equals("topic://SLOWED"))
        .singleElement()
        .satisfies(
            row -> {
              assertThat(row.get("rule")).isEqualTo("require-encrypted-body");
              assertThat(row.get("user")).isEqualTo("admin");
              assertThat(row.get("clientId")).isEqualTo("again");
              assertThat(row.get("protocol")).isEqualTo("mqtt");
              assertThat(row.get("remoteAddress")).asString().contains("127.0.0.1");
              assertThat(row.get("count")).isEqualTo(3L);
            });
  }

  /** Client ids are anybody's to choose, so one says nothing about who has to wait. */
  @Test
  void nobodyMakesAnotherUserWaitUnderItsClientId() throws Exception {
    for (int round = 0; round < 3; round++) {
      try (MqttClient client = connect("shared")) {
        assertThatThrownBy(() -> client.send("SHARED", PLAINTEXT)).isInstanceOf(Refused.class);
      }
    }
    Instant refused = Instant.now();

    MqttClient.connect(broker.port("mqtt+ssl"), "console", false, "shared").close();

    assertThat(Duration.between(refused, Instant.now())).isLessThan(Duration.ofMillis(900));
  }

  @Test
  void aClientFillsNeitherTheTableNorTheLogWithItsId() throws Exception {
    String id = "x".repeat(1_024);
    try (AuditLines audit = AuditLines.capture();
        MqttClient client = connect(id)) {
      assertThatThrownBy(() -> client.send("FILLED", PLAINTEXT)).isInstanceOf(Refused.class);

      assertThat(audit.lines()).singleElement().asString().hasSizeLessThan(2_000);
      assertThat(broker.view().getSenders().values())
          .map(row -> (CompositeData) row)
          .filteredOn(row -> row.get("destination").equals("topic://FILLED"))
          .singleElement()
          .satisfies(row -> assertThat(row.get("clientId")).asString().hasSizeLessThan(300));
    }
  }
}
