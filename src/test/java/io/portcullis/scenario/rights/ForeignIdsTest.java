package io.portcullis.scenario.rights;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.portcullis.esdk.Ciphertexts;
import io.portcullis.testing.AuditLines;
import io.portcullis.testing.GatedBroker;
import io.portcullis.testing.OpenWire;
import jakarta.jms.JMSException;
import jakarta.jms.MessageConsumer;
import jakarta.jms.Session;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BiFunction;
import org.apache.activemq.ActiveMQConnection;
import org.apache.activemq.ActiveMQMessageConsumer;
import org.apache.activemq.command.ActiveMQBytesMessage;
import org.apache.activemq.command.ActiveMQMessage;
import org.apache.activemq.command.ActiveMQQueue;
import org.apache.activemq.command.Command;
import org.apache.activemq.command.ConnectionId;
import org.apache.activemq.command.ConsumerControl;
import org.apache.activemq.command.ConsumerId;
import org.apache.activemq.command.ConsumerInfo;
import org.apache.activemq.command.DestinationInfo;
import org.apache.activemq.command.LocalTransactionId;
import org.apache.activemq.command.MessageAck;
import org.apache.activemq.command.MessageDispatchNotification;
import org.apache.activemq.command.MessageId;
import org.apache.activemq.command.MessagePull;
import org.apache.activemq.command.ProducerId;
import org.apache.activemq.command.ProducerInfo;
import org.apache.activemq.command.RemoveInfo;
import org.apache.activemq.command.RemoveSubscriptionInfo;
import org.apache.activemq.command.SessionId;
import org.apache.activemq.command.SessionInfo;
import org.apache.activemq.command.TransactionInfo;
import org.apache.activemq.util.ByteSequence;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Commands of one connection with the ids of another one, over TLS and inside the JVM. */
class ForeignIdsTest {

  private static final ActiveMQQueue QUEUE = new ActiveMQQueue("VICTIM");
  private static final byte[] ENCRYPTED = Ciphertexts.encrypt(new byte[] {1, 2, 3});

  private GatedBroker broker;
  private AuditLines audit;
  private OpenWire victim;
  private ActiveMQMessageConsumer consumer;
  private ActiveMQMessage delivered;

  @BeforeEach
  void start() throws Exception {
    broker = GatedBroker.listening("ssl").started();
    victim = OpenWire.connect(broker, "admin");
    Session session = victim.connection().createSession(false, Session.CLIENT_ACKNOWLEDGE);
    consumer = (ActiveMQMessageConsumer) session.createConsumer(QUEUE);
    victim.send("VICTIM", ENCRYPTED);
    delivered = (ActiveMQMessage) OpenWire.next(consumer);
    audit = AuditLines.capture();
  }

  @AfterEach
  void stop() throws Exception {
    audit.close();
    victim.close();
    broker.close();
  }

  /** A command that carries the victim's ids. */
  enum Foreign {
    SESSION((own, other) -> new SessionInfo(session(other))),
    CONSUMER(
        (own, other) -> {
          ConsumerInfo info = new ConsumerInfo(other);
          info.setDestination(new ActiveMQQueue("ELSEWHERE"));
          return info;
        }),
    PRODUCER((own, other) -> new ProducerInfo(new ProducerId(session(other), 77))),
    MESSAGE((own, other) -> message(new ProducerId(session(other), 1))),
    ACKNOWLEDGEMENT(
        (own, other) -> {
          MessageAck ack = new MessageAck();
          ack.setAckType(MessageAck.INDIVIDUAL_ACK_TYPE);
          ack.setConsumerId(other);
          ack.setDestination(QUEUE);
          ack.setMessageCount(1);
          return ack;
        }),
    TRANSACTED_ACKNOWLEDGEMENT(
        (own, other) -> {
          MessageAck ack = new MessageAck();
          ack.setConsumerId(new ConsumerId(new SessionId(own, 1), 1));
          ack.setTransactionId(new LocalTransactionId(connection(other), 1));
          ack.setDestination(QUEUE);
          return ack;
        }),
    PULL(
        (own, other) -> {
          MessagePull pull = new MessagePull();
          pull.setConsumerId(other);
          pull.setDestination(QUEUE);
          return pull;
        }),
    CONTROL(
        (own, other) -> {
          ConsumerControl control = new ConsumerControl();
          control.setConsumerId(other);
          control.setDestination(QUEUE);
          control.setPrefetch(0);
          return control;
        }),
    DISPATCH_NOTIFICATION(
        (own, other) -> {
          MessageDispatchNotification notification = new MessageDispatchNotification();
          notification.setConsumerId(other);
          notification.setDestination(QUEUE);
          notification.setMessageId(new MessageId(new ProducerId(session(other), 1), 1));
          return notification;
        }),
    BEGIN(
        (own, other) ->
            new TransactionInfo(
                connection(other),
                new LocalTransactionId(connection(other), 5),
                TransactionInfo.BEGIN)),
    COMMIT(
        (own, other) ->
            new TransactionInfo(
                own,
                new LocalTransactionId(connection(other), 1),
                TransactionInfo.COMMIT_ONE_PHASE)),
    CREATION(
        (own, other) ->
            new DestinationInfo(connection(other), DestinationInfo.ADD_OPERATION_TYPE, QUEUE)),
    UNSUBSCRIPTION(
        (own, other) -> {
          RemoveSubscriptionInfo info = new RemoveSubscriptionInfo();
          info.setConnectionId(connection(other));
          info.setClientId("victim");
          info.setSubscriptionName("subscription");
          return info;
        }),
    CONNECTION_REMOVAL((own, other) -> new RemoveInfo(connection(other))),
    SESSION_REMOVAL((own, other) -> new RemoveInfo(session(other))),
    CONSUMER_REMOVAL((own, other) -> new RemoveInfo(other)),
    PRODUCER_REMOVAL((own, other) -> new RemoveInfo(new ProducerId(session(other), 1)));

    @SuppressWarnings("ImmutableEnumChecker")
    private final BiFunction<ConnectionId, ConsumerId, Command> made;

    Foreign(BiFunction<ConnectionId, ConsumerId, Command> made) {
      this.made = made;
    }
  }

  private static SessionId session(ConsumerId id) {
    return id.getParentId();
  }

  private static ConnectionId connection(ConsumerId id) {
    return session(id).getParentId();
  }

  private static ActiveMQBytesMessage message(ProducerId producer) {
    ActiveMQBytesMessage message = new ActiveMQBytesMessage();
    message.setContent(new ByteSequence(ENCRYPTED));
    message.setDestination(QUEUE);
    message.setProducerId(producer);
    message.setMessageId(new MessageId(producer, 1));
    return message;
  }

  private OpenWire attacker(String way) throws Exception {
    return way.equals("vm") ? OpenWire.inVm(broker, "admin") : OpenWire.connect(broker, "admin");
  }

  private static ConnectionId id(OpenWire client) {
    return client.connection().getConnectionInfo().getConnectionId();
  }

  @ParameterizedTest
  @EnumSource(Foreign.class)
  void aCommandWithAnothersIdIsRefused(Foreign foreign) throws Exception {
    try (OpenWire attacker = attacker("ssl")) {
      assertRefused(attacker, foreign);
    }
    assertUnharmed();
  }

  /** But a session, which a bridge that a peer asked for hands on. */
  @ParameterizedTest
  @EnumSource(value = Foreign.class, mode = EnumSource.Mode.EXCLUDE, names = "SESSION")
  void soItIsInsideTheJvm(Foreign foreign) throws Exception {
    try (OpenWire attacker = attacker("vm")) {
      assertRefused(attacker, foreign);
    }
    assertUnharmed();
  }

  private void assertRefused(OpenWire attacker, Foreign foreign) {
    Command command = foreign.made.apply(id(attacker), consumer.getConsumerId());
    assertThatThrownBy(() -> attacker.connection().syncSendPacket(command))
        .isInstanceOf(JMSException.class)
        .hasCauseExactlyInstanceOf(SecurityException.class)
        .hasMessageStartingWith("[require-authorization] client ")
        .hasMessageContaining(
            "its %s carries an id of connection \"%s\", which is not its own"
                .formatted(
                    command.getClass().getSimpleName(),
                    connection(consumer.getConsumerId()).getValue()));
    assertThat(audit.lines()).hasSize(1);
  }

  private void assertUnharmed() throws Exception {
    assertThat(broker.queue("VICTIM").getQueueSize()).isEqualTo(1);
    delivered.acknowledge();
    await().until(() -> broker.queue("VICTIM").getQueueSize() == 0);
    victim.send("VICTIM", ENCRYPTED);
    assertThat(OpenWire.receive(consumer)).isEqualTo(ENCRYPTED);
  }

  /** Register the victim's consumer elsewhere, and acknowledge in its place. */
  @ParameterizedTest
  @ValueSource(strings = {"ssl", "vm"})
  void anothersMessagesAreNotAcknowledged(String way) throws Exception {
    try (OpenWire attacker = attacker(way)) {
      ActiveMQConnection connection = attacker.connection();
      ConsumerInfo info = new ConsumerInfo(consumer.getConsumerId());
      info.setDestination(QUEUE);
      info.setPrefetchSize(0);
      info.setDispatchAsync(true);
      SessionInfo session = new SessionInfo(session(consumer.getConsumerId()));
      MessageAck ack = new MessageAck();
      ack.setAckType(MessageAck.INDIVIDUAL_ACK_TYPE);
      ack.setConsumerId(consumer.getConsumerId());
      ack.setDestination(QUEUE);
      ack.setMessageCount(1);
      ack.setFirstMessageId(delivered.getMessageId());
      ack.setLastMessageId(delivered.getMessageId());

      for (Command command : List.of(session, info, ack)) {
        tryTo(connection, command);
      }
      assertThat(broker.queue("VICTIM").getQueueSize()).isEqualTo(1);
    }
    assertUnharmed();
  }

  private static void tryTo(ActiveMQConnection connection, Command command) {
    try {
      connection.syncSendPacket(command);
    } catch (JMSException e) {
      // It may be refused.
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"ssl", "vm"})
  void whoeverDoesNotWaitHearsItTooAndIsEndedWhereItGoesOn(String way) throws Exception {
    List<Exception> heard = new CopyOnWriteArrayList<>();
    try (OpenWire attacker = attacker(way)) {
      attacker.connection().setExceptionListener(heard::add);
      MessagePull pull = new MessagePull();
      pull.setConsumerId(consumer.getConsumerId());
      pull.setDestination(QUEUE);
      attacker.connection().asyncSendPacket(pull);
      await()
          .untilAsserted(
              () ->
                  assertThat(heard)
                      .anySatisfy(
                          error ->
                              assertThat(error).hasMessageContaining("[require-authorization]")));

      for (int i = 0; i < 9; i++) {
        sendUnlessEnded(attacker.connection(), pull);
      }
      await().until(() -> attacker.connection().isTransportFailed());
    }
  }

  private static void sendUnlessEnded(ActiveMQConnection connection, Command command) {
    try {
      connection.asyncSendPacket(command);
    } catch (JMSException e) {
      // The broker was faster.
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"ssl", "vm"})
  void aTransactionWithARefusedMessageDoesNotCommit(String way) throws Exception {
    try (OpenWire attacker = attacker(way)) {
      ConnectionId own = id(attacker);
      LocalTransactionId transaction = new LocalTransactionId(own, 1);
      attacker
          .connection()
          .syncSendPacket(new TransactionInfo(own, transaction, TransactionInfo.BEGIN));
      ActiveMQBytesMessage message = message(new ProducerId(session(consumer.getConsumerId()), 1));
      message.setTransactionId(transaction);
      attacker.connection().asyncSendPacket(message);

      assertThatThrownBy(
              () ->
                  attacker
                      .connection()
                      .syncSendPacket(
                          new TransactionInfo(own, transaction, TransactionInfo.COMMIT_ONE_PHASE)))
          .isInstanceOf(JMSException.class)
          .hasStackTraceContaining("[require-authorization] ");
      assertThat(broker.queue("VICTIM").getQueueSize()).isEqualTo(1);
    }
  }

  @Test
  void aNotificationThatOnlyBrokersSendIsRefused() throws Exception {
    try (OpenWire attacker = attacker("ssl");
        MessageConsumer own = attacker.consumer("OWN")) {
      MessageDispatchNotification notification = new MessageDispatchNotification();
      notification.setConsumerId(((ActiveMQMessageConsumer) own).getConsumerId());
      notification.setDestination(QUEUE);
      notification.setMessageId(delivered.getMessageId());

      assertThatThrownBy(() -> attacker.connection().syncSendPacket(notification))
          .hasMessageContaining("it sent a MessageDispatchNotification, which only brokers send");
    }
  }

  @Test
  void whereNothingIsRefusedItIsOnlyReported() throws Exception {
    broker.close();
    broker = GatedBroker.listening("ssl").with(gate -> gate.setMode("REPORT_ONLY")).started();
    try (OpenWire attacker = attacker("ssl")) {
      SessionInfo session = new SessionInfo(session(consumer.getConsumerId()));

      attacker.connection().syncSendPacket(session);

      assertThat(audit.lines())
          .anySatisfy(line -> assertThat(line).contains("its SessionInfo carries", "\"reported\""));
    }
  }
}
