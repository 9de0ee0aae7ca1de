package io.portcullis.scenario.connection;

import static org.assertj.core.api.Assertions.assertThat;

import io.portcullis.broker.jmx.PortcullisViewMBean;
import io.portcullis.esdk.Ciphertexts;
import io.portcullis.testing.GatedBroker;
import io.portcullis.testing.MqttClient;
import io.portcullis.testing.ProtocolClient;
import io.portcullis.testing.ProtocolClient.Refused;
import io.portcullis.testing.ProtocolClient.Way;
import io.portcullis.testing.Schemes;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Many at once: what was accepted arrives, what was refused does not, and the senders know which.
 */
class UnderLoadTest {

  private static final int SENDERS = 4;
  private static final int MESSAGES = 60;
  private static final long SOON_MILLIS = 10_000;
  private static final long NOT_AT_ALL_MILLIS = 300;

  @AutoClose private static GatedBroker broker;

  @BeforeAll
  static void start() throws Exception {
    broker = GatedBroker.listening(Schemes.PROTOCOLS).started();
  }

  @ParameterizedTest
  @EnumSource(
      value = Way.class,
      names = {"OPENWIRE", "AMQP", "STOMP", "STOMP_OVER_WEBSOCKET"})
  void whatWasAcceptedArrivesAndNothingElse(Way way) throws Exception {
    String topic = "LOAD-" + way;
    ExecutorService threads = Executors.newFixedThreadPool(SENDERS);
    try (ProtocolClient receiver = ProtocolClient.connect(way, broker, "admin")) {
      receiver.subscribe(topic);
      List<Future<Set<Integer>>> senders = new ArrayList<>();
      for (int i = 0; i < SENDERS; i++) {
        senders.add(threads.submit(sender(way, topic, i * MESSAGES)));
      }

      Set<Integer> accepted = new HashSet<>();
      for (Future<Set<Integer>> sender : senders) {
        accepted.addAll(sender.get(60, TimeUnit.SECONDS));
      }

      assertThat(accepted).hasSize(SENDERS * MESSAGES / 2);
      assertThat(receive(receiver, accepted.size())).isEqualTo(accepted);
      assertThat(receiver.receive(NOT_AT_ALL_MILLIS)).isEmpty();
    } finally {
      threads.shutdownNow();
    }
  }

  @ParameterizedTest
  @EnumSource(
      value = Way.class,
      names = {"MQTT", "MQTT_OVER_WEBSOCKET"})
  void ofWhatMqttSendsWithoutWaitingNothingRefusedIsAcknowledged(Way way) throws Exception {
    String topic = "LOAD-" + way;
    try (ProtocolClient receiver = ProtocolClient.connect(way, broker, "admin");
        ProtocolClient sender = ProtocolClient.connect(way, broker, "admin")) {
      receiver.subscribe(topic);
      List<CompletableFuture<?>> answers = new ArrayList<>();
      for (int number = 0; number < MESSAGES; number++) {
        byte[] body = number == MESSAGES / 2 ? number(number) : Ciphertexts.encrypt(number(number));
        answers.add(((MqttClient) sender).sendWithoutWaiting(topic, body));
      }

      Set<Integer> acknowledged = new HashSet<>();
      for (int number = 0; number < MESSAGES; number++) {
        if (isAcknowledged(answers.get(number))) {
          acknowledged.add(number);
        }
      }

      assertThat(acknowledged).doesNotContain(MESSAGES / 2);
      Set<Integer> received = new HashSet<>();
      Optional<byte[]> next = receiver.receive(NOT_AT_ALL_MILLIS);
      while (next.isPresent()) {
        received.add(decrypted(next.get()));
        next = receiver.receive(NOT_AT_ALL_MILLIS);
      }
      assertThat(received).containsAll(acknowledged).doesNotContain(MESSAGES / 2);
    }
  }

  @Test
  void everyAcceptedBodyIsCounted() throws Exception {
    long before =
        broker.mbean(",service=Portcullis", PortcullisViewMBean.class).getAcceptedBodyCount();
    ExecutorService threads = Executors.newFixedThreadPool(SENDERS);
    try {
      List<Future<Set<Integer>>> senders = new ArrayList<>();
      for (int i = 0; i < SENDERS; i++) {
        senders.add(threads.submit(sender(Way.OPENWIRE, "COUNTED", i * MESSAGES)));
      }
      for (Future<Set<Integer>> sender : senders) {
        assertThat(sender.get(60, TimeUnit.SECONDS)).hasSize(MESSAGES / 2);
      }
    } finally {
      threads.shutdownNow();
    }

    assertThat(
            broker.mbean(",service=Portcullis", PortcullisViewMBean.class).getAcceptedBodyCount()
                - before)
        .isEqualTo(SENDERS * MESSAGES / 2);
  }

  /** Sends an encrypted and a plaintext body in turn; tells the numbers that were accepted. */
  private static Callable<Set<Integer>> sender(Way way, String topic, int first) {
    return () -> {
      Set<Integer> accepted = new HashSet<>();
      try (ProtocolClient client = ProtocolClient.connect(way, broker, "admin")) {
        for (int number = first; number < first + MESSAGES; number++) {
          byte[] body = number % 2 == 0 ? Ciphertexts.encrypt(number(number)) : number(number);
          try {
            client.send(topic, body);
            accepted.add(number);
          } catch (Refused e) {
            assertThat(e).hasMessageContaining("[require-encrypted-body]");
          }
        }
      }
      return accepted;
    };
  }

  private static Set<Integer> receive(ProtocolClient receiver, int count) throws Exception {
    Set<Integer> received = new HashSet<>();
    for (int i = 0; i < count; i++) {
      received.add(decrypted(receiver.receive(SOON_MILLIS).orElseThrow()));
    }
    return received;
  }

  private static boolean isAcknowledged(CompletableFuture<?> answer) throws Exception {
    try {
      answer.get(SOON_MILLIS, TimeUnit.MILLISECONDS);
      return true;
    } catch (ExecutionException e) {
      return false;
    }
  }

  private static byte[] number(int number) {
    return ByteBuffer.allocate(Integer.BYTES).putInt(number).array();
  }

  private static int decrypted(byte[] message) {
    return ByteBuffer.wrap(Ciphertexts.decrypt(message)).getInt();
  }
}
