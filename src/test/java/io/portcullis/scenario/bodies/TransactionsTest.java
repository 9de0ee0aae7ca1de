package io.portcullis.scenario.bodies;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.throwable;

import io.portcullis.testing.GatedBroker;
import io.portcullis.testing.OpenWire;
import io.portcullis.testing.XaIds;
import jakarta.jms.BytesMessage;
import jakarta.jms.JMSException;
import jakarta.jms.MessageProducer;
import jakarta.jms.Session;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import javax.transaction.xa.XAException;
import javax.transaction.xa.XAResource;
import org.apache.activemq.ActiveMQConnection;
import org.apache.activemq.ActiveMQXASslConnectionFactory;
import org.apache.activemq.command.XATransactionId;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * A transaction of OpenWire with a refused message in it. Its commit is refused with the reason of
 * that message and nothing of it is delivered, whatever the options of the client.
 */
class TransactionsTest {

  private static final byte[] ENCRYPTED = RefusedMessage.ENCRYPTED;
  private static final AtomicInteger NUMBER = new AtomicInteger();

  @AutoClose private static GatedBroker broker;

  @BeforeAll
  static void start() throws Exception {
    broker = RefusedMessage.refusing(GatedBroker.listening("ssl")).started();
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

  static Stream<List<Object>> openWire() {
    List<List<Object>> rows = new ArrayList<>();
    for (String transport : List.of("ssl", "vm")) {
      for (RefusedMessage refused : RefusedMessage.values()) {
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
    RefusedMessage refused = (RefusedMessage) row.get(1);
    boolean persistent = (boolean) row.get(4);
    String queue = queue();
    ConcurrentLinkedQueue<JMSException> heard = new ConcurrentLinkedQueue<>();
    try (OpenWire client =
        row.get(0).equals("vm")
            ? OpenWire.inVm(broker, "user")
            : OpenWire.connect(broker, "user")) {
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
          .hasMessageContaining(refused.reason());
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
      boolean onePhase, boolean alwaysSync, RefusedMessage refused, boolean alone)
      throws Exception {
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
          .hasMessageContaining(refused.reason())
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
}
