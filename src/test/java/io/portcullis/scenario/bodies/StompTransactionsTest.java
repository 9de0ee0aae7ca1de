package io.portcullis.scenario.bodies;

import static org.assertj.core.api.Assertions.assertThat;

import io.portcullis.testing.GatedBroker;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.activemq.transport.stomp.Stomp;
import org.apache.activemq.transport.stomp.StompConnection;
import org.apache.activemq.transport.stomp.StompFrame;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * A transaction of STOMP with a refused message in it. Its commit is refused with the reason of
 * that message and nothing of it is delivered, with receipts and without.
 */
class StompTransactionsTest {

  private static final byte[] ENCRYPTED = RefusedMessage.ENCRYPTED;
  private static final AtomicInteger NUMBER = new AtomicInteger();

  @AutoClose private static GatedBroker broker;

  @BeforeAll
  static void start() throws Exception {
    broker = RefusedMessage.refusing(GatedBroker.listening("stomp+ssl")).started();
  }

  private static String queue() {
    return "WHOLE." + NUMBER.incrementAndGet();
  }

  private static long size(String queue) throws Exception {
    return broker.queue(queue).getQueueSize();
  }

  @ParameterizedTest(name = "{0}, receipts of messages {1}, of the commit {2}")
  @CsvSource({
    "BY_THE_GATE, true, true",
    "BY_THE_GATE, true, false",
    "BY_THE_GATE, false, true",
    "BY_THE_GATE, false, false",
    "BY_THE_AUTHORIZATION_PLUGIN, true, true",
    "BY_THE_AUTHORIZATION_PLUGIN, true, false",
    "BY_THE_AUTHORIZATION_PLUGIN, false, true",
    "BY_THE_AUTHORIZATION_PLUGIN, false, false",
  })
  void aStompTransactionFailsAsAWhole(
      RefusedMessage refused, boolean receipts, boolean commitReceipt) throws Exception {
    String queue = queue();
    StompConnection stomp = new StompConnection();
    stomp.open(
        GatedBroker.clientContext()
            .getSocketFactory()
            .createSocket("localhost", broker.port("stomp+ssl")));
    try {
      stomp.connect("user", GatedBroker.PASSWORD);
      stomp.begin("tx");
      send(stomp, queue, ENCRYPTED, receipts, "RECEIPT");
      send(stomp, refused.queue(), refused.body(), receipts, "ERROR");
      send(stomp, queue, ENCRYPTED, receipts, "RECEIPT");
      HashMap<String, String> headers = new HashMap<>(Map.of("transaction", "tx"));
      if (commitReceipt) {
        headers.put("receipt", "committed");
      }
      stomp.sendFrame(new StompFrame(Stomp.Commands.COMMIT, headers).format());

      List<String> answered = new ArrayList<>();
      for (int errors = receipts ? 1 : 2; errors > 0; errors--) {
        StompFrame answer = stomp.receive(30_000);
        assertError(answer, refused);
        answered.add(answer.getHeaders().get("receipt-id"));
      }
      assertThat(answered).contains(headers.get("receipt"));
      assertThat(size(queue)).isZero();

      stomp.begin("next");
      send(stomp, queue, ENCRYPTED, "next", true, "RECEIPT");
      stomp.commit("next");
      stomp.sendFrame(
          new StompFrame(Stomp.Commands.DISCONNECT, new HashMap<>(Map.of("receipt", "bye")))
              .format());
      assertThat(stomp.receive(30_000).getAction()).isEqualTo("RECEIPT");
      assertThat(size(queue)).isEqualTo(1);
    } finally {
      stomp.close();
    }
  }

  private static void assertError(StompFrame frame, RefusedMessage refused) {
    assertThat(frame.getAction()).isEqualTo("ERROR");
    assertThat(frame.getHeaders().get("message")).contains(refused.reason());
    assertThat(frame.getBody()).contains(refused.reason()).doesNotContain("\tat ");
  }

  private static void send(
      StompConnection stomp, String queue, byte[] body, boolean receipt, String answer)
      throws Exception {
    send(stomp, queue, body, "tx", receipt, answer);
  }

  private static void send(
      StompConnection stomp,
      String queue,
      byte[] body,
      String transaction,
      boolean receipt,
      String answer)
      throws Exception {
    stomp.send(
        "/queue/" + queue,
        body == RefusedMessage.PLAINTEXT
            ? RefusedMessage.TEXT
            : Base64.getEncoder().encodeToString(body),
        transaction,
        new HashMap<>(receipt ? Map.of("receipt", queue) : Map.of()));
    if (receipt) {
      assertThat(stomp.receive(30_000).getAction()).isEqualTo(answer);
    }
  }
}
