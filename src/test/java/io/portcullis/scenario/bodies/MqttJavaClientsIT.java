package io.portcullis.scenario.bodies;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.hivemq.client.mqtt.datatypes.MqttQos;
import io.portcullis.esdk.Ciphertexts;
import io.portcullis.testing.Bodies;
import io.portcullis.testing.GatedBroker;
import io.portcullis.testing.MqttClient;
import io.portcullis.testing.PahoClient;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.awaitility.core.ConditionFactory;
import org.eclipse.paho.client.mqttv3.MqttException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What becomes of the MQTT clients that people use after a plaintext. */
class MqttJavaClientsIT {

  private static final long SOON_MILLIS = 10_000;
  private static final byte[] PLAINTEXT = "account 4711".getBytes(StandardCharsets.UTF_8);
  private static final byte[] BEHIND = Ciphertexts.encrypt(PLAINTEXT);
  private static final byte[] LATER = Ciphertexts.encrypt(PLAINTEXT);

  private static GatedBroker broker;

  @BeforeAll
  static void start() throws Exception {
    broker =
        GatedBroker.listening("mqtt+ssl")
            .with(gate -> gate.setBodyPolicies(List.of(Bodies.keptOnTopic("KEPT.>"))))
            .started();
  }

  @AfterAll
  static void stop() {
    broker.close();
  }

  private static MqttClient receiver(String topic) throws Exception {
    MqttClient receiver = MqttClient.connect(broker.port("mqtt+ssl"), "admin", false);
    receiver.subscribe(topic);
    return receiver;
  }

  private static PahoClient paho(String id, boolean clean) throws Exception {
    return PahoClient.connect(broker.port("mqtt+ssl"), "admin", id, clean);
  }

  private static ConditionFactory soon() {
    return await().atMost(Duration.ofSeconds(20)).pollInterval(Duration.ofMillis(20));
  }

  @Test
  void pahoLivesOnAfterAPlaintextOfQosZero() throws Exception {
    try (MqttClient receiver = receiver("PAHO");
        PahoClient client = paho("paho-zero", true)) {
      client.send("PAHO", PLAINTEXT, 0);
      client.send("PAHO", BEHIND, 0);
      assertThat(receiver.receive(SOON_MILLIS)).hasValue(BEHIND);

      soon().until(() -> client.lost() == 1 && client.isOpen());
      client.send("PAHO", LATER, 1);
      assertThat(receiver.receive(SOON_MILLIS)).hasValue(LATER);
    }
  }

  @Test
  void hiveMqLivesOnAfterAPlaintextOfQosZero() throws Exception {
    try (MqttClient receiver = receiver("HIVE");
        MqttClient client =
            MqttClient.reconnecting(broker.port("mqtt+ssl"), "admin", "hive-zero")) {
      client.send("HIVE", PLAINTEXT, MqttQos.AT_MOST_ONCE);
      client.send("HIVE", BEHIND, MqttQos.AT_MOST_ONCE);
      assertThat(receiver.receive(SOON_MILLIS)).hasValue(BEHIND);

      soon().until(() -> !client.isOpen());
      soon().until(client::isOpen);
      client.send("HIVE", LATER, MqttQos.AT_LEAST_ONCE);
      assertThat(receiver.receive(SOON_MILLIS)).hasValue(LATER);
    }
  }

  /** Paho ends a clean session with its connection. It forgets what was not acknowledged. */
  @Test
  void pahoForgetsWhatIsBehindInACleanSession() throws Exception {
    try (MqttClient receiver = receiver("CLEAN");
        PahoClient client = paho("paho-clean", true)) {
      client.send("CLEAN", PLAINTEXT, 1);
      client.send("CLEAN", BEHIND, 1);

      soon().until(() -> client.lost() == 1 && client.isOpen());
      assertThat(client.pending()).isZero();
      client.send("CLEAN", LATER, 1);
      assertThat(receiver.receive(SOON_MILLIS)).hasValue(LATER);
    }
  }

  @Test
  void pahoBringsTheRefusedMessageFirstUntilItGivesItUp() throws Exception {
    try (MqttClient receiver = receiver("FIRST");
        PahoClient client = paho("paho-first", false)) {
      client.send("FIRST", PLAINTEXT, 2);
      try {
        client.send("FIRST", BEHIND, 2);
      } catch (MqttException e) {
        // The refusal has ended the connection before.
        soon().ignoreExceptions().untilAsserted(() -> client.send("FIRST", BEHIND, 2));
      }

      soon().until(() -> client.lost() >= 2);
      assertThat(receiver.receive(0)).isEmpty();
      client.giveUp(PLAINTEXT);

      assertThat(receiver.receive(SOON_MILLIS)).hasValue(BEHIND);
      soon().until(() -> client.pending() == 0);
    }
  }

  @ParameterizedTest
  @CsvSource({"1, true", "2, false"})
  void inQuarantineNothingIsInTheWayOfPaho(int qos, boolean clean) throws Exception {
    String topic = "KEPT/PAHO/" + qos + clean;
    try (MqttClient receiver = receiver(topic);
        PahoClient client = paho("paho-kept-" + qos + clean, clean)) {
      client.send(topic, PLAINTEXT, qos);
      client.send(topic, BEHIND, qos);

      assertThat(receiver.receive(SOON_MILLIS)).hasValue(BEHIND);
      soon().until(() -> client.pending() == 0);
      assertThat(client.lost()).isZero();
    }
  }

  /** ActiveMQ's CONNACK never says that a session is there, so the client gives up its messages. */
  @Test
  void hiveMqTellsTheApplicationOfTheRefusedMessage() throws Exception {
    try (MqttClient receiver = receiver("HIVE/ONE");
        MqttClient client = MqttClient.reconnecting(broker.port("mqtt+ssl"), "admin", "hive-one")) {
      assertThat(client.sendWithoutWaiting("HIVE/ONE", PLAINTEXT))
          .failsWithin(Duration.ofSeconds(10));

      soon().until(client::isOpen);
      client.send("HIVE/ONE", LATER);
      assertThat(receiver.receive(SOON_MILLIS)).hasValue(LATER);
    }
  }

  @Test
  void inQuarantineNothingIsInTheWayOfHiveMq() throws Exception {
    try (MqttClient receiver = receiver("KEPT/HIVE");
        MqttClient client =
            MqttClient.reconnecting(broker.port("mqtt+ssl"), "admin", "hive-kept")) {
      client.send("KEPT/HIVE", PLAINTEXT, MqttQos.EXACTLY_ONCE);
      client.send("KEPT/HIVE", BEHIND, MqttQos.EXACTLY_ONCE);

      assertThat(receiver.receive(SOON_MILLIS)).hasValue(BEHIND);
      assertThat(client.isOpen()).isTrue();
    }
  }
}
