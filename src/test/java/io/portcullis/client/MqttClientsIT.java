package io.portcullis.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.portcullis.esdk.Ciphertexts;
import io.portcullis.testing.Bodies;
import io.portcullis.testing.GatedBroker;
import io.portcullis.testing.MqttClient;
import io.portcullis.testing.NodePrograms;
import io.portcullis.testing.NodePrograms.Program;
import java.io.File;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What becomes of mqtt.js and mosquitto, with their defaults, after a plaintext. */
class MqttClientsIT {

  private static final long SOON_MILLIS = 20_000;
  private static final byte[] PLAINTEXT = "account 4711".getBytes(StandardCharsets.UTF_8);
  private static final byte[] ENCRYPTED = Ciphertexts.encrypt(PLAINTEXT);

  /**
   * Publishes a plaintext and an encrypted message behind it. At QoS 0 it publishes one more when
   * it is connected again. Else it gives up the plaintext after two connections.
   */
  private static final String PROGRAM =
      """
      import mqtt from 'mqtt';
      import { readFileSync } from 'node:fs';

      const [url, topic, qos] = process.argv.slice(2);
      const encrypted = readFileSync(process.env.ENCRYPTED_FILE);
      const client = mqtt.connect(url, {
        clientId: `js-${process.pid}`,
        username: process.env.BROKER_USER,
        password: process.env.BROKER_PASSWORD,
      });
      const last = (error) => {
        if (error) throw error;
        console.log('lives on');
        client.end();
      };
      let closed = 0;
      let refused;
      client.once('connect', () => {
        client.publish(topic, 'account 4711', { qos: Number(qos) }, () => {});
        refused = client.getLastMessageId();
        client.publish(topic, encrypted, { qos: Number(qos) }, qos === '0' ? () => {} : last);
        if (qos === '0') {
          client.once('connect', () => client.publish(topic, encrypted, { qos: 1 }, last));
        }
      });
      client.on('close', () => {
        closed += 1;
        if (qos !== '0' && closed === 2) client.removeOutgoingMessage(refused);
      });
      """;

  @TempDir private static Path folder;
  private static Path encrypted;
  private static GatedBroker broker;

  @BeforeAll
  static void start() throws Exception {
    encrypted = Files.write(folder.resolve("encrypted.bin"), ENCRYPTED);
    broker =
        GatedBroker.listening("mqtt+ssl", "wss")
            .with(gate -> gate.setBodyPolicies(List.of(Bodies.keptOnTopic("KEPT.>"))))
            .started();
  }

  @AfterAll
  static void stop() {
    broker.close();
  }

  private static NodePrograms programs() throws Exception {
    NodePrograms programs =
        NodePrograms.installed(
            folder,
            Map.of(
                "BROKER_USER",
                "admin",
                "BROKER_PASSWORD",
                GatedBroker.PASSWORD,
                "ENCRYPTED_FILE",
                encrypted.toString(),
                "NODE_EXTRA_CA_CERTS",
                GatedBroker.authorityPem().toString()));
    Files.writeString(folder.resolve("living.mjs"), PROGRAM);
    return programs;
  }

  private static MqttClient receiver(String topic) throws Exception {
    MqttClient receiver = MqttClient.connect(broker.port("mqtt+ssl"), "admin", false);
    receiver.subscribe(topic);
    return receiver;
  }

  @ParameterizedTest
  @CsvSource({"mqtts, 0", "wss, 0", "mqtts, 1", "mqtts, 2"})
  void mqttJsLivesOn(String scheme, String qos) throws Exception {
    assumeTrue(NodePrograms.canRun(), "Node.js is not installed");
    String topic = "JS/" + scheme + qos;
    int port = broker.port(scheme.equals("wss") ? "wss" : "mqtt+ssl");
    try (MqttClient receiver = receiver(topic)) {
      Program program =
          programs().start("living.mjs", "%s://localhost:%d".formatted(scheme, port), topic, qos);

      program.hasSaid("lives on");

      assertThat(receiver.receive(SOON_MILLIS)).as("behind").hasValue(ENCRYPTED);
      if (qos.equals("0")) {
        assertThat(receiver.receive(SOON_MILLIS)).as("later").hasValue(ENCRYPTED);
      }
    }
  }

  private static boolean hasMosquitto() {
    return Pattern.compile(File.pathSeparator)
        .splitAsStream(System.getenv("PATH"))
        .anyMatch(path -> Files.isExecutable(Path.of(path, "mosquitto_pub")));
  }

  private static int mosquitto(String topic, String... options) throws Exception {
    List<String> command =
        new ArrayList<>(
            List.of(
                "mosquitto_pub",
                "-h",
                "localhost",
                "-p",
                String.valueOf(broker.port("mqtt+ssl")),
                "-u",
                "admin",
                "-P",
                GatedBroker.PASSWORD,
                "--cafile",
                GatedBroker.authorityPem().toString(),
                "-i",
                "mosquitto",
                "-t",
                topic));
    command.addAll(List.of(options));
    Process process =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("mosquitto.txt").toFile())
            .start();
    assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
    return process.exitValue();
  }

  @Test
  void mosquittoFailsOnceAndGetsInAgain() throws Exception {
    assumeTrue(hasMosquitto(), "mosquitto_pub is not installed");
    try (MqttClient receiver = receiver("MOSQUITTO")) {
      assertThat(mosquitto("MOSQUITTO", "-q", "0", "-m", "account 4711")).isZero();
      assertThat(mosquitto("MOSQUITTO", "-q", "1", "-m", "account 4711")).isNotZero();
      assertThat(mosquitto("MOSQUITTO", "-q", "1", "-m", "account 4711")).isNotZero();
      assertThat(mosquitto("MOSQUITTO", "-q", "1", "-f", encrypted.toString())).isZero();

      assertThat(receiver.receive(SOON_MILLIS)).hasValue(ENCRYPTED);
    }
  }
}
