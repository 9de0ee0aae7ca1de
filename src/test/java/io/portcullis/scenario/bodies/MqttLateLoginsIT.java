package io.portcullis.scenario.bodies;

import static io.portcullis.testing.RawMqtt.disconnect;
import static io.portcullis.testing.RawMqtt.login;
import static io.portcullis.testing.RawMqtt.ping;
import static io.portcullis.testing.RawMqtt.publish;
import static io.portcullis.testing.RawMqtt.subscribe;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.portcullis.esdk.Ciphertexts;
import io.portcullis.testing.AuditLines;
import io.portcullis.testing.GatedBroker;
import io.portcullis.testing.Line;
import io.portcullis.testing.RawMqtt;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.fusesource.mqtt.codec.MQTTFrame;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * An MQTT client that comes back too soon after a refused message is answered late. Most of the
 * time goes into waits, so the transports wait at the same time.
 */
class MqttLateLoginsIT {

  private static final long TIMEOUT_SECONDS = 30;
  private static final byte[] PLAINTEXT = "account 4711".getBytes(StandardCharsets.UTF_8);
  private static final byte[] ENCRYPTED = Ciphertexts.encrypt(PLAINTEXT);
  private static final List<String> SOCKETS =
      List.of("mqtt+ssl", "mqtt+nio+ssl", "auto+ssl", "auto+nio+ssl");
  private static final List<String> ALL =
      hasWebSockets() ? Stream.concat(SOCKETS.stream(), Stream.of("wss")).toList() : SOCKETS;

  private static GatedBroker broker;

  private static boolean hasWebSockets() {
    try {
      Class.forName("org.apache.activemq.transport.ws.AbstractMQTTSocket");
      return true;
    } catch (ClassNotFoundException e) {
      return false;
    }
  }

  @BeforeAll
  static void start() throws Exception {
    broker = GatedBroker.listening(ALL).started();
    Line.assumeMqttAndStomp();
  }

  @AfterAll
  static void stop() {
    broker.close();
  }

  /** A client of one transport. */
  private record Client(GatedBroker broker, String scheme, String id) {

    static Client of(GatedBroker broker, String scheme) {
      return new Client(broker, scheme, "late-" + UUID.randomUUID());
    }

    RawMqtt connect(MQTTFrame... behind) throws Exception {
      return connect(30, behind);
    }

    RawMqtt connect(int keepAliveSeconds, MQTTFrame... behind) throws Exception {
      return RawMqtt.send(
          broker,
          scheme,
          Stream.concat(Stream.of(login("admin", id, keepAliveSeconds)), Arrays.stream(behind))
              .toArray(MQTTFrame[]::new));
    }

    /** Has messages refused. The next wait is a quarter of a second, doubled by each but one. */
    Client refused(int times) throws Exception {
      for (int i = 0; i < times; i++) {
        try (RawMqtt client = connect(publish("LATE", PLAINTEXT, 1))) {
          client.ends();
          assertThat(client.heard()).containsExactly("CONNACK 0");
        }
      }
      return this;
    }

    /** The connections that the broker has for this client. */
    List<String> connections() throws Exception {
      return Arrays.stream(broker.getBrokerService().getBroker().getClients())
          .map(client -> String.valueOf(client.getConnectionId()))
          .filter(id::equals)
          .toList();
    }

    void isForgotten() {
      await().untilAsserted(() -> assertThat(connections()).isEmpty());
    }
  }

  private interface Check {
    void run(Client client) throws Exception;
  }

  /** Runs a check on each of these transports at the same time. */
  private static void onEach(List<String> schemes, Check check) throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(schemes.size());
    try {
      Map<String, Future<?>> runs =
          schemes.stream()
              .collect(
                  Collectors.toMap(
                      scheme -> scheme,
                      scheme ->
                          threads.submit(
                              () -> {
                                check.run(Client.of(broker, scheme));
                                return null;
                              })));
      for (Map.Entry<String, Future<?>> run : runs.entrySet()) {
        assertThat(run.getValue())
            .as(run.getKey())
            .succeedsWithin(Duration.ofSeconds(TIMEOUT_SECONDS));
      }
    } finally {
      threads.shutdownNow();
      assertThat(threads.awaitTermination(TIMEOUT_SECONDS, TimeUnit.SECONDS)).isTrue();
    }
  }

  private static Duration since(long start) {
    return Duration.ofNanos(System.nanoTime() - start);
  }

  @Test
  void isLoggedInLateAndNotRefused() throws Exception {
    try (AuditLines audit = AuditLines.capture()) {
      onEach(
          ALL,
          waiting -> {
            waiting.refused(2);
            long start = System.nanoTime();
            try (RawMqtt client = waiting.connect().hears("CONNACK 0")) {
              assertThat(since(start)).isBetween(Duration.ofMillis(250), Duration.ofSeconds(5));
              client.send(publish("LATE", ENCRYPTED, 1)).hears("CONNACK 0", "PUBACK");
            }
          });

      assertThat(audit.lines())
          .filteredOn(line -> line.contains("\"moment\":\"connection\""))
          .isNotEmpty()
          .allMatch(
              line ->
                  line.contains("\"code\":\"back-too-soon-after-refusal\"")
                      && line.contains("\"disposition\":\"reported\""));
    }
  }

  @Test
  void nothingThatComesBeforeTheConnackIsLostOrOvertaken() throws Exception {
    onEach(
        ALL,
        waiting -> {
          String topic = "EARLY/" + waiting.id();
          waiting.refused(2);
          try (RawMqtt client =
              waiting.connect(0, subscribe(topic), publish(topic, ENCRYPTED, 1))) {
            client.send(ping());

            await().until(() -> client.heard().size() >= 5);
            assertThat(client.heard()).first().isEqualTo("CONNACK 0");
            assertThat(client.heard())
                .containsExactlyInAnyOrder("CONNACK 0", "SUBACK", "PUBACK", "PUBLISH", "PINGRESP")
                .containsSubsequence("SUBACK", "PUBACK", "PINGRESP");
            client.send(ping());
            await().until(() -> client.heard().size() == 6);
          }
        });
  }

  @Test
  void aPlaintextBeforeTheConnackIsRefusedToo() throws Exception {
    onEach(
        ALL,
        waiting -> {
          waiting.refused(2);
          try (RawMqtt client =
              waiting.connect(publish("LATE", PLAINTEXT, 1), publish("LATE", ENCRYPTED, 1))) {
            client.ends();
            assertThat(client.heard()).containsExactly("CONNACK 0");
          }
        });
  }

  @Test
  void whoDisconnectsBeforeTheConnackIsForgotten() throws Exception {
    onEach(
        ALL,
        waiting -> {
          waiting.refused(3);
          try (RawMqtt client = waiting.connect(disconnect())) {
            client.ends();
            assertThat(client.heard()).isEmpty();
          }
          waiting.isForgotten();
        });
  }

  @Test
  void whoLeavesBeforeTheConnackIsForgotten() throws Exception {
    onEach(
        ALL,
        waiting -> {
          waiting.refused(3);
          waiting.connect().close();
          waiting.isForgotten();
        });
  }

  @Test
  void whoSendsTooMuchBeforeTheConnackLosesTheConnection() throws Exception {
    MQTTFrame[] many = new MQTTFrame[65];
    Arrays.fill(many, ping());
    onEach(
        ALL,
        waiting -> {
          waiting.refused(3);
          try (RawMqtt client = waiting.connect()) {
            client.send(many).ends();
            assertThat(client.heard()).isEmpty();
          }
        });
    onEach(
        ALL,
        waiting -> {
          waiting.refused(3);
          byte[] body = new byte[40_000];
          try (RawMqtt client =
              waiting.connect(publish("LATE", body, 0), publish("LATE", body, 0))) {
            client.ends();
            assertThat(client.heard()).isEmpty();
          }
        });
  }

  @Test
  void aShortKeepAliveDoesNotEndTheWaitButCountsAfterIt() throws Exception {
    onEach(
        ALL,
        waiting -> {
          waiting.refused(4);
          long start = System.nanoTime();
          try (RawMqtt client = waiting.connect(1)) {
            client.hears("CONNACK 0");
            assertThat(since(start)).isGreaterThan(Duration.ofMillis(1_600));

            client.send(ping()).hears("CONNACK 0", "PINGRESP");
            long silent = System.nanoTime();
            client.ends();
            assertThat(since(silent)).isLessThan(Duration.ofSeconds(3));
          }
        });
  }

  /** ActiveMQ lets nobody take over a client id through a WebSocket. */
  @Test
  void anotherConnectionWithTheClientIdTakesOver() throws Exception {
    onEach(
        SOCKETS,
        waiting -> {
          waiting.refused(3);
          try (RawMqtt first = waiting.connect()) {
            await().untilAsserted(() -> assertThat(waiting.connections()).hasSize(1));
            try (RawMqtt second = waiting.connect()) {
              first.ends();
              assertThat(first.heard()).isEmpty();
              second.hears("CONNACK 0").send(ping()).hears("CONNACK 0", "PINGRESP");
            }
          }
        });
  }

  @Test
  void nobodyWaitsOnceTheRuleOnlyReports() throws Exception {
    try (GatedBroker other = GatedBroker.listening("mqtt+ssl").started()) {
      Client waiting = Client.of(other, "mqtt+ssl").refused(4);
      other.with(gate -> gate.setReportOnly("require-encrypted-body"));
      other.view().reload();
      long start = System.nanoTime();

      try (RawMqtt client = waiting.connect(publish("LATE", PLAINTEXT, 1))) {
        client.hears("CONNACK 0", "PUBACK");
        assertThat(since(start)).isLessThan(Duration.ofMillis(1_500));
      }
    }
  }

  @Test
  void aBrokerStopsWhileClientsWait() throws Exception {
    GatedBroker other = GatedBroker.listening(ALL).started();
    List<RawMqtt> waiting;
    try {
      waiting =
          ALL.parallelStream()
              .map(
                  scheme -> {
                    try {
                      Client client = Client.of(other, scheme).refused(3);
                      RawMqtt connection = client.connect(publish("LATE", ENCRYPTED, 1));
                      await().untilAsserted(() -> assertThat(client.connections()).hasSize(1));
                      return connection;
                    } catch (Exception e) {
                      throw new IllegalStateException(e);
                    }
                  })
              .toList();
    } finally {
      long start = System.nanoTime();
      other.close();
      assertThat(since(start)).isLessThan(Duration.ofSeconds(8));
    }
    for (RawMqtt client : waiting) {
      client.ends().close();
    }
  }

  @Test
  void whatIsBehindARefusedMessageOfQosZeroArrives() throws Exception {
    onEach(
        ALL,
        sending -> {
          String topic = "ZERO/" + sending.id();
          try (RawMqtt receiver =
                  RawMqtt.send(
                      broker,
                      sending.scheme(),
                      login("admin", sending.id() + "-receiver", 30),
                      subscribe(topic));
              RawMqtt client = sending.connect()) {
            receiver.hears("CONNACK 0", "SUBACK");

            client.send(
                publish(topic, PLAINTEXT, 0),
                publish(topic, ENCRYPTED, 0),
                publish(topic, PLAINTEXT, 0),
                publish(topic, ENCRYPTED, 0));

            receiver.hears("CONNACK 0", "SUBACK", "PUBLISH", "PUBLISH");
            client.ends();
            assertThat(client.heard()).containsExactly("CONNACK 0");
          }
        });
  }
}
