package io.portcullis.scenario.bodies;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.throwable;

import io.portcullis.esdk.Ciphertexts;
import io.portcullis.testing.Bodies;
import io.portcullis.testing.GatedBroker;
import io.portcullis.testing.OpenWire;
import io.portcullis.testing.Rights;
import io.portcullis.testing.XaIds;
import jakarta.jms.BytesMessage;
import jakarta.jms.Connection;
import jakarta.jms.JMSException;
import jakarta.jms.MessageProducer;
import jakarta.jms.Session;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import javax.transaction.xa.XAException;
import javax.transaction.xa.XAResource;
import org.apache.activemq.ActiveMQConnection;
import org.apache.activemq.ActiveMQXASslConnectionFactory;
import org.apache.activemq.command.XATransactionId;
import org.apache.activemq.security.AuthorizationPlugin;
import org.apache.activemq.transport.stomp.Stomp;
import org.apache.activemq.transport.stomp.StompConnection;
import org.apache.activemq.transport.stomp.StompFrame;
import org.apache.qpid.jms.JmsConnectionFactory;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.FieldSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * A transaction with a refused message in it. Its commit is refused with the reason of that message
 * and nothing of it is delivered, whatever the protocol and the options of the client.
 */
class TransactionsTest {

  private static final byte[] PLAINTEXT = "account 4711".getBytes(StandardCharsets.UTF_8);
  private static final byte[] ENCRYPTED = Ciphertexts.encrypt(PLAINTEXT);
  private static final AtomicInteger NUMBER = new AtomicInteger();

  private static final List<String> AMQP_OPTIONS =
      List.of(
          "jms.forceSyncSend=true",
          "jms.forceAsyncSend=true",
          "jms.presettlePolicy.presettleTransactedProducers=true");

  @AutoClose private static GatedBroker broker;

  /** Who refuses the message. */
  enum Refused {
    BY_THE_GATE(PLAINTEXT, "SECRET", "[require-encrypted-body] message to queue://SECRET: "),
    BY_THE_AUTHORIZATION_PLUGIN(
        ENCRYPTED, "FORBIDDEN", "User user is not authorized to write to: queue://FORBIDDEN");

    private final byte[] body;
    private final String queue;
    private final String reason;

    Refused(byte[] body, String queue, String reason) {
      this.body = body;
      this.queue = queue;
      this.reason = reason;
    }
  }

  @BeforeAll
  static void start() throws Exception {
    Rights rights =
        Rights.ofOperators()
            .users("queue://WHOLE.>", true, true)
            .users("queue://SECRET", true, true)
            .users("queue://FORBIDDEN", true, false);
    broker =
        GatedBroker.listening("ssl", "stomp+ssl")
            .connector("amqp-jms", "amqp+ssl://127.0.0.1:0?transport.transformer=jms")
            .connector("amqp-native", "amqp+ssl://127.0.0.1:0?transport.transformer=native")
            .connector("amqp-raw", "amqp+ssl://127.0.0.1:0?transport.transformer=raw")
            .withPlugin(new AuthorizationPlugin(rights.map()))
            .with(gate -> gate.setBodyPolicies(List.of(Bodies.anyOnQueue("OPEN.>"))))
            .started();
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
  private static void sendRefused(Session session, Refused refused, boolean persistent) {
    try {
      send(session, refused.queue, refused.body, persistent);
    } catch (JMSException e) {
      assertThat(e).hasMessageContaining(refused.reason);
    }
  }

  /** The same with another refusal after it. */
  private static void sendBoth(Session session, Refused first, boolean persistent) {
    sendRefused(session, first, persistent);
    for (Refused refused : Refused.values()) {
      sendRefused(session, refused, persistent);
    }
  }

  static Stream<List<Object>> openWire() {
    List<List<Object>> rows = new ArrayList<>();
    for (String transport : List.of("ssl", "vm")) {
      for (Refused refused : Refused.values()) {
        for (boolean alwaysSync : new boolean[] {true, false}) {
          for (boolean useAsync : new boolean[] {true, false}) {
            for (boolean persistent : new boolean[] {true, false}) {
              rows.add(List.of(transport, refused, alwaysSync, useAsync, persistent));
            }
          }
        }
      }
    }
    return rows.stream();
  }

  @ParameterizedTest(name = "[transport, refused, alwaysSyncSend, useAsyncSend, persistent] {0}")
  @MethodSource("openWire")
  void anOpenWireTransactionFailsAsAWhole(List<Object> row) throws Exception {
    Refused refused = (Refused) row.get(1);
    boolean persistent = (boolean) row.get(4);
    String queue = queue();
    ConcurrentLinkedQueue<JMSException> heard = new ConcurrentLinkedQueue<>();
    try (OpenWire client =
        row.get(0).equals("vm") ? OpenWire.inVm(broker, "user") : OpenWire.connect(broker, "user")) {
      ActiveMQConnection connection = client.connection();
      connection.setAlwaysSyncSend((boolean) row.get(2));
      connection.setUseAsyncSend((boolean) row.get(3));
      connection.setExceptionListener(heard::add);
      Session session = connection.createSession(true, Session.SESSION_TRANSACTED);

      send(session, queue, ENCRYPTED, persistent);
      sendBoth(session, refused, persistent);
      send(session, queue, ENCRYPTED, persistent);
      assertThatThrownBy(session::commit)
          .isInstanceOf(JMSException.class)
          .hasMessageContaining(refused.reason);
      assertThat(size(queue)).isZero();

      send(session, queue, ENCRYPTED, persistent);
      session.commit();
      assertThat(size(queue)).isEqualTo(1);
      assertThat(heard).as("of the connection's listener").isEmpty();
    }
  }

  @ParameterizedTest(name = "one phase {0}, alwaysSyncSend {1}, {2}, alone {3}")
  @CsvSource({
    "true, true, BY_THE_GATE, false",
    "true, false, BY_THE_GATE, false",
    "false, true, BY_THE_GATE, false",
    "false, false, BY_THE_GATE, false",
    "true, true, BY_THE_GATE, true",
    "true, false, BY_THE_GATE, true",
    "false, true, BY_THE_GATE, true",
    "false, false, BY_THE_GATE, true",
    "true, true, BY_THE_AUTHORIZATION_PLUGIN, false",
    "true, false, BY_THE_AUTHORIZATION_PLUGIN, false",
    "false, true, BY_THE_AUTHORIZATION_PLUGIN, true",
    "false, false, BY_THE_AUTHORIZATION_PLUGIN, true",
  })
  void aDistributedTransactionIsRolledBack(
      boolean onePhase, boolean alwaysSync, Refused refused, boolean alone) throws Exception {
    String queue = queue();
    ActiveMQXASslConnectionFactory factory =
        new ActiveMQXASslConnectionFactory("ssl://localhost:" + broker.port("ssl"));
    factory.setTrustStore(GatedBroker.trustStore());
    factory.setTrustStorePassword(GatedBroker.PASSWORD);
    factory.setWatchTopicAdvisories(false);
    factory.setAlwaysSyncSend(alwaysSync);
    try (var connection = factory.createXAConnection("user", GatedBroker.PASSWORD)) {
      var session = connection.createXASession();
      XAResource resource = session.getXAResource();
      XATransactionId id = XaIds.of(NUMBER.incrementAndGet());
      resource.start(id, XAResource.TMNOFLAGS);
      if (!alone) {
        send(session, queue, ENCRYPTED, true);
      }
      sendBoth(session, refused, true);
      resource.end(id, XAResource.TMSUCCESS);

      assertThatThrownBy(() -> end(resource, id, onePhase))
          .hasMessageContaining(refused.reason)
          .asInstanceOf(throwable(XAException.class))
          .extracting(e -> e.errorCode)
          .isEqualTo(XAException.XA_RBROLLBACK);
      assertThat(resource.recover(XAResource.TMSTARTRSCAN)).isEmpty();

      XATransactionId next = XaIds.of(NUMBER.incrementAndGet());
      resource.start(next, XAResource.TMNOFLAGS);
      send(session, queue, ENCRYPTED, true);
      resource.end(next, XAResource.TMSUCCESS);
      end(resource, next, onePhase);
      assertThat(size(queue)).isEqualTo(1);
    }
  }

  private static void end(XAResource resource, XATransactionId id, boolean onePhase)
      throws XAException {
    if (!onePhase) {
      assertThat(resource.prepare(id)).isEqualTo(XAResource.XA_OK);
    }
    resource.commit(id, onePhase);
  }

  static Stream<List<Object>> amqp() {
    List<List<Object>> rows = new ArrayList<>();
    for (String option : AMQP_OPTIONS) {
      for (Refused refused : Refused.values()) {
        rows.add(List.of("jms", refused, option));
        rows.add(List.of("native", refused, option));
      }
    }
    return rows.stream();
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("amqp")
  void anAmqpTransactionFailsAsAWhole(List<Object> row) throws Exception {
    Refused refused = (Refused) row.get(1);
    String queue = queue();
    try (Connection connection = amqp(row.get(0), row.get(2))) {
      Session session = connection.createSession(true, Session.SESSION_TRANSACTED);

      send(session, queue, ENCRYPTED, true);
      sendBoth(session, refused, true);
      send(session, queue, ENCRYPTED, true);
      assertThatThrownBy(session::commit)
          .isInstanceOf(JMSException.class)
          .hasMessageContaining(refused.reason);
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
        assertThat(e).hasMessageContaining(Refused.BY_THE_GATE.reason);
      }
      assertThatThrownBy(session::commit)
          .isInstanceOf(JMSException.class)
          .hasMessageContaining(Refused.BY_THE_GATE.reason);
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
  void aStompTransactionFailsAsAWhole(Refused refused, boolean receipts, boolean commitReceipt)
      throws Exception {
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
      send(stomp, refused.queue, refused.body, receipts, "ERROR");
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

  private static void assertError(StompFrame frame, Refused refused) {
    assertThat(frame.getAction()).isEqualTo("ERROR");
    assertThat(frame.getHeaders().get("message")).contains(refused.reason);
    assertThat(frame.getBody()).contains(refused.reason).doesNotContain("\tat ");
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
        body == PLAINTEXT ? "account 4711" : Base64.getEncoder().encodeToString(body),
        transaction,
        new HashMap<>(receipt ? Map.of("receipt", queue) : Map.of()));
    if (receipt) {
      assertThat(stomp.receive(30_000).getAction()).isEqualTo(answer);
    }
  }
}
