package io.portcullis.scenario.bodies;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.portcullis.testing.AuditLines;
import io.portcullis.testing.GatedBroker;
import io.portcullis.testing.ProtonClient;
import jakarta.jms.BytesMessage;
import jakarta.jms.Connection;
import jakarta.jms.JMSException;
import jakarta.jms.MessageProducer;
import jakarta.jms.Session;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.apache.qpid.jms.JmsConnectionFactory;
import org.apache.qpid.proton.amqp.Binary;
import org.apache.qpid.proton.engine.Sender;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.FieldSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A transaction of AMQP with a refused message in it. Its commit is refused with the reason of that
 * message and nothing of it is delivered, whatever the transformer and the options of the client.
 */
class AmqpTransactionsTest {

  private static final byte[] PLAINTEXT = RefusedMessage.PLAINTEXT;
  private static final byte[] ENCRYPTED = RefusedMessage.ENCRYPTED;
  private static final AtomicInteger NUMBER = new AtomicInteger();
  private static final List<String> AMQP_OPTIONS =
      List.of(
          "jms.forceSyncSend=true",
          "jms.forceAsyncSend=true",
          "jms.presettlePolicy.presettleTransactedProducers=true");

  @AutoClose private static GatedBroker broker;

  @BeforeAll
  static void start() throws Exception {
    GatedBroker listening = GatedBroker.create();
    for (String transformer : List.of("jms", "native", "raw")) {
      listening.connector(
          "amqp-" + transformer, "amqp+ssl://127.0.0.1:0?transport.transformer=" + transformer);
    }
    broker = RefusedMessage.refusing(listening).started();
  }

  private static String queue() {
    return "WHOLE." + NUMBER.incrementAndGet();
  }

  private static long size(String queue) throws Exception {
    return broker.queue(queue).getQueueSize();
  }

  /** Sends without a producer of the queue, which would need the right to write. */
  private static void send(Session session, String queue, byte[] body, boolean persistent)
      throws JMSException {
    try (MessageProducer producer = session.createProducer(null)) {
      producer.setDeliveryMode(persistent ? 2 : 1);
      producer.send(session.createQueue(queue), bytes(session, body));
    }
  }

  /** Sends with a producer of the queue, since a raw message names none. */
  private static void sendRaw(Session session, String queue, byte[] body) throws JMSException {
    try (MessageProducer producer = session.createProducer(session.createQueue(queue))) {
      producer.send(bytes(session, body));
    }
  }

  private static BytesMessage bytes(Session session, byte[] body) throws JMSException {
    BytesMessage message = session.createBytesMessage();
    message.writeBytes(body);
    return message;
  }

  /** Sends a message that is refused, and goes on if its client hears of it at once. */
  private static void sendRefused(Session session, RefusedMessage refused, boolean persistent) {
    try {
      send(session, refused.queue(), refused.body(), persistent);
    } catch (JMSException e) {
      assertThat(e).hasMessageContaining(refused.reason());
    }
  }

  /** The same with another refusal after it. */
  private static void sendBoth(Session session, RefusedMessage first, boolean persistent) {
    sendRefused(session, first, persistent);
    for (RefusedMessage refused : RefusedMessage.values()) {
      sendRefused(session, refused, persistent);
    }
  }

  static Stream<List<Object>> amqp() {
    List<List<Object>> rows = new ArrayList<>();
    for (String option : AMQP_OPTIONS) {
      for (RefusedMessage refused : RefusedMessage.values()) {
        rows.add(List.of("jms", refused, option));
        rows.add(List.of("native", refused, option));
      }
    }
    return rows.stream();
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("amqp")
  void anAmqpTransactionFailsAsAWhole(List<Object> row) throws Exception {
    RefusedMessage refused = (RefusedMessage) row.get(1);
    String queue = queue();
    try (Connection connection = amqp(row.get(0), row.get(2))) {
      Session session = connection.createSession(true, Session.SESSION_TRANSACTED);

      send(session, queue, ENCRYPTED, true);
      sendBoth(session, refused, true);
      send(session, queue, ENCRYPTED, true);
      assertThatThrownBy(session::commit)
          .isInstanceOf(JMSException.class)
          .hasMessageContaining(refused.reason());
      assertThat(size(queue)).isZero();

      send(session, queue, ENCRYPTED, true);
      session.commit();
      assertThat(size(queue)).isEqualTo(1);
    }
  }

  @ParameterizedTest
  @FieldSource("AMQP_OPTIONS")
  void anAmqpTransactionOfRawMessagesFailsAsAWhole(String option) throws Exception {
    String queue = queue();
    try (Connection connection = amqp("raw", option)) {
      Session session = connection.createSession(true, Session.SESSION_TRANSACTED);

      sendRaw(session, queue, ENCRYPTED);
      try {
        sendRaw(session, "SECRET", PLAINTEXT);
      } catch (JMSException e) {
        assertThat(e).hasMessageContaining(RefusedMessage.BY_THE_GATE.reason());
      }
      assertThatThrownBy(session::commit)
          .isInstanceOf(JMSException.class)
          .hasMessageContaining(RefusedMessage.BY_THE_GATE.reason());
      assertThat(size(queue)).isZero();

      sendRaw(session, queue, ENCRYPTED);
      session.commit();
      assertThat(size(queue)).isEqualTo(1);
    }
  }

  private static Connection amqp(Object transformer, Object option) throws Exception {
    JmsConnectionFactory factory =
        new JmsConnectionFactory(
            "amqps://localhost:%d?%s".formatted(broker.port("amqp-" + transformer), option));
    factory.setSslContext(GatedBroker.clientContext());
    return factory.createConnection("user", GatedBroker.PASSWORD);
  }

  @ParameterizedTest(name = "{0}, settled {1}")
  @CsvSource({
    "jms, false",
    "jms, true",
    "native, false",
    "native, true",
    "raw, false",
    "raw, true",
  })
  void aTransactionOfProtonsEngineFailsAsAWhole(String transformer, boolean settled)
      throws Exception {
    String queue = queue();
    String reason = RefusedMessage.BY_THE_GATE.reason();
    try (ProtonClient client = new ProtonClient(broker.port("amqp-" + transformer), "user")) {
      Sender accepted = client.sender(queue);
      Sender refused = client.sender("SECRET");
      Optional<Binary> transaction = Optional.of(client.begin());

      assertThat(client.send(accepted, ENCRYPTED, transaction)).isEmpty();
      if (settled) {
        client.sendSettled(refused, PLAINTEXT, transaction);
      } else {
        assertThat(client.send(refused, PLAINTEXT, transaction).orElseThrow()).startsWith(reason);
      }
      assertThat(client.send(accepted, ENCRYPTED, transaction)).isEmpty();
      assertThat(client.commit(transaction.get()).orElseThrow()).startsWith(reason);
      assertThat(size(queue)).isZero();

      Optional<Binary> next = Optional.of(client.begin());
      client.send(accepted, ENCRYPTED, next);
      assertThat(client.commit(next.get())).isEmpty();
      assertThat(size(queue)).isEqualTo(1);
    }
  }

  /** AMQP has no answer to a delivery that its sender has settled. */
  @ParameterizedTest
  @ValueSource(strings = {"jms", "native", "raw"})
  void whoSettlesInAdvanceHearsOfNoRefusalAndIsRecorded(String transformer) throws Exception {
    String queue = queue();
    try (AuditLines audit = AuditLines.capture();
        ProtonClient client = new ProtonClient(broker.port("amqp-" + transformer), "user")) {
      Sender sender = client.sender(queue);

      client.sendSettled(sender, PLAINTEXT, Optional.empty());
      assertThat(client.send(sender, ENCRYPTED, Optional.empty())).isEmpty();

      assertThat(size(queue)).isEqualTo(1);
      assertThat(audit.lines()).hasSize(1);
      assertThat(AuditLines.field(audit.lines().get(0), "disposition")).isEqualTo("refused");
      assertThat(AuditLines.field(audit.lines().get(0), "destination"))
          .isEqualTo("queue://" + queue);
    }
  }
}
