package io.portcullis.scenario.operation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.portcullis.Portcullis;
import io.portcullis.esdk.Ciphertexts;
import io.portcullis.testing.BrokerXml;
import io.portcullis.testing.GatedBroker;
import io.portcullis.testing.Line;
import io.portcullis.testing.LoggedErrors;
import io.portcullis.testing.ProtocolClient;
import io.portcullis.testing.ProtocolClient.Refused;
import io.portcullis.testing.ProtocolClient.Way;
import io.portcullis.testing.Schemes;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.activemq.broker.BrokerFactory;
import org.apache.activemq.broker.BrokerService;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A file that is broken, and mended, while clients of all protocols send without a pause. */
@Timeout(180)
class ReloadUnderLoadIT {

  private static final Duration SOON = Duration.ofSeconds(30);
  private static final long NOT_AT_ALL_MILLIS = 300;
  private static final byte[] PLAINTEXT = "account 4711".getBytes(StandardCharsets.UTF_8);
  private static final String CONNECTORS =
      "<transportConnector name=\"%1$s\" uri=\"%1$s://127.0.0.1:0\"/>";

  /**
   * With it, plaintext to OPEN is accepted; no broken file has it, and each would open the rest.
   */
  private static final String GOOD = BrokerXml.bodyPolicy("topic", "OPEN", "body", "ANY");

  private static final String LAX = "<property name=\"mode\" value=\"REPORT_ONLY\"/>";

  private static final int SOME = 2;

  private final Map<Way, Integer> rounds = new ConcurrentHashMap<>();
  @TempDir private Path folder;
  private BrokerService broker;

  @AfterEach
  void stop() throws Exception {
    broker.stop();
  }

  private String write(String properties) throws Exception {
    StringBuilder connectors = new StringBuilder();
    for (String scheme : Schemes.PROTOCOLS) {
      connectors.append(CONNECTORS.formatted(scheme));
    }
    String uri = BrokerXml.write(folder, BrokerXml.gate(properties), connectors.toString());
    BrokerXml.change(folder, xml -> xml.replace("a-long-password", GatedBroker.PASSWORD));
    BrokerXml.add(folder, BrokerXml.sslContext(GatedBroker.keyStore(), GatedBroker.PASSWORD));
    return uri;
  }

  private int port(Way way) throws Exception {
    return broker.getConnectorByName(way.scheme()).getConnectUri().getPort();
  }

  @Test
  void noVerdictChangesUntilItIsMendedAndNothingIsLost() throws Exception {
    broker = BrokerFactory.createBroker(write(GOOD));
    Line.assumeMqttAndStomp();
    AtomicBoolean over = new AtomicBoolean();
    ExecutorService threads = Executors.newFixedThreadPool(Way.values().length);
    try (LoggedErrors log = LoggedErrors.of(Portcullis.class.getName())) {
      List<Future<?>> senders = new ArrayList<>();
      for (Way way : Way.values()) {
        rounds.put(way, 0);
        senders.add(threads.submit(sender(way, over)));
      }

      breakWith(log, () -> write(LAX + "<property>"), "is not ended here");
      breakWith(
          log,
          () -> write(LAX + "<property name=\"certificateWarningDays\" value=\"soon\"/>"),
          "certificateWarningDays=\"soon\" is not a whole number");
      breakWith(
          log,
          () ->
              write(
                  LAX
                      + "<property name=\"enforce\" value=\"require-client-certificate\"/>"
                      + "<property name=\"clientCertificates\" value=\"REQUIRED\"/>"),
          "[require-client-certificate] connector \"ssl\"");
      over.set(true);

      for (Future<?> sender : senders) {
        sender.get(SOON.toSeconds(), TimeUnit.SECONDS);
      }
      write(LAX);
      await().atMost(SOON).until(() -> isAccepted("STRICT"));
    } finally {
      over.set(true);
      threads.shutdownNow();
    }
  }

  private interface Change {
    void make() throws Exception;
  }

  private void breakWith(LoggedErrors log, Change change, String said) throws Exception {
    awaitRounds();
    change.make();
    await()
        .atMost(SOON)
        .until(
            () ->
                log.lines().stream()
                    .anyMatch(
                        line ->
                            line.contains(said)
                                && line.endsWith("The former configuration stays in force")));
    awaitRounds();
  }

  /** Until each has sent and received some more. */
  private void awaitRounds() {
    Map<Way, Integer> before = Map.copyOf(rounds);
    await()
        .atMost(SOON)
        .until(
            () ->
                Arrays.stream(Way.values())
                    .allMatch(way -> rounds.get(way) >= before.get(way) + SOME));
  }

  private boolean isAccepted(String topic) throws Exception {
    try (ProtocolClient client =
        ProtocolClient.connect(Way.OPENWIRE, port(Way.OPENWIRE), "admin")) {
      client.send(topic, new byte[] {1});
      return true;
    } catch (Refused e) {
      return false;
    }
  }

  /**
   * Sends until it is over, and receives each that was accepted. MQTT's answer to plaintext is the
   * end of the connection, so there that comes last.
   */
  private Callable<Void> sender(Way way, AtomicBoolean over) {
    return () -> {
      String topic = "STRICT-" + way;
      try (ProtocolClient receiver = ProtocolClient.connect(way, port(way), "admin");
          ProtocolClient client = ProtocolClient.connect(way, port(way), "admin")) {
        receiver.subscribe(topic);
        while (!over.get()) {
          byte[] encrypted = Ciphertexts.encrypt(PLAINTEXT);
          client.send(topic, encrypted);
          assertThat(receiver.receive(SOON.toMillis())).hasValue(encrypted);
          client.send("OPEN", PLAINTEXT);
          if (!way.isMqtt()) {
            assertRefused(client, topic);
          }
          rounds.merge(way, 1, Integer::sum);
        }
        assertRefused(client, topic);
        assertThat(receiver.receive(NOT_AT_ALL_MILLIS)).isEmpty();
      }
      return null;
    };
  }

  private static void assertRefused(ProtocolClient client, String topic) throws Exception {
    try {
      client.send(topic, PLAINTEXT);
    } catch (Refused e) {
      return;
    }
    throw new AssertionError("plaintext was accepted");
  }
}
