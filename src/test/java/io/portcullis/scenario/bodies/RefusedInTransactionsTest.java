package io.portcullis.scenario.bodies;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.portcullis.PortcullisPlugin;
import io.portcullis.esdk.Ciphertexts;
import io.portcullis.testing.AuditLines;
import io.portcullis.testing.Bodies;
import io.portcullis.testing.CommandClient;
import io.portcullis.testing.GatedBroker;
import io.portcullis.testing.Rights;
import io.portcullis.testing.SomeWaivers;
import io.portcullis.testing.XaIds;
import java.util.List;
import java.util.function.Consumer;
import javax.transaction.xa.XAException;
import org.apache.activemq.command.ActiveMQBytesMessage;
import org.apache.activemq.command.ActiveMQQueue;
import org.apache.activemq.command.ConnectionId;
import org.apache.activemq.command.ConsumerInfo;
import org.apache.activemq.command.LocalTransactionId;
import org.apache.activemq.command.MessageAck;
import org.apache.activemq.command.MessageId;
import org.apache.activemq.command.ProducerId;
import org.apache.activemq.command.SessionId;
import org.apache.activemq.command.TransactionId;
import org.apache.activemq.command.TransactionInfo;
import org.apache.activemq.command.XATransactionId;
import org.apache.activemq.security.AuthorizationPlugin;
import org.apache.activemq.util.ByteSequence;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Which refusals make a transaction fail, whose they are, and when they come too late. */
class RefusedInTransactionsTest {

  private static final byte[] PLAINTEXT = {1, 2, 3};
  private static final byte[] ENCRYPTED = Ciphertexts.encrypt(PLAINTEXT);
  private static final ActiveMQQueue QUEUE = new ActiveMQQueue("WHOLE");
  private static final XATransactionId XA = XaIds.of(1);
  private static final String BODY = "[require-encrypted-body] message to queue://WHOLE: ";

  private GatedBroker broker;

  private void start(Consumer<PortcullisPlugin> change) throws Exception {
    Rights rights =
        Rights.ofOperators().users("queue://>", true, true).users("topic://>", true, true);
    broker =
        GatedBroker.create()
            .withPlugin(new AuthorizationPlugin(rights.map()))
            .with(change)
            .started();
  }

  @AfterEach
  void stop() {
    broker.close();
  }

  private long size() throws Exception {
    return broker.queue("WHOLE").getQueueSize();
  }

  private CommandClient connect(String name, String user) throws Exception {
    return CommandClient.connect(broker, "ID:" + name, user);
  }

  private static TransactionId local(String name) {
    return new LocalTransactionId(new ConnectionId("ID:" + name), 1);
  }

  private static void commitAfterPlaintext(CommandClient client, TransactionId id)
      throws Exception {
    client.transact(id, TransactionInfo.BEGIN);
    client.send(QUEUE, ENCRYPTED, id);
    client.tell(QUEUE, PLAINTEXT, id);
    client.transact(id, TransactionInfo.COMMIT_ONE_PHASE);
  }

  /** The command has the id of another connection, and so the broker never gets it. */
  @Test
  void aRefusedAcknowledgementMakesItFail() throws Exception {
    start(gate -> {});
    try (CommandClient client = connect("own", "user");
        CommandClient other = connect("other", "user")) {
      ConsumerInfo consumer = other.consume(new ActiveMQQueue("OTHERS"), false);
      client.transact(local("own"), TransactionInfo.BEGIN);
      client.send(QUEUE, ENCRYPTED, local("own"));
      MessageAck ack = new MessageAck();
      ack.setConsumerId(consumer.getConsumerId());
      ack.setDestination(new ActiveMQQueue("OTHERS"));
      ack.setMessageCount(1);
      ack.setTransactionId(local("own"));
      assertThatThrownBy(() -> client.ask(ack)).isExactlyInstanceOf(SecurityException.class);

      assertThatThrownBy(() -> client.transact(local("own"), TransactionInfo.COMMIT_ONE_PHASE))
          .isExactlyInstanceOf(SecurityException.class)
          .hasMessageContaining("carries an id of connection \"ID:other\"");
      assertThat(size()).isZero();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"user", "console"})
  void onlyItsCreatorMakesADistributedTransactionFail(String user) throws Exception {
    start(gate -> {});
    try (CommandClient maker = connect("maker", "admin");
        CommandClient other = connect("other", user)) {
      maker.transact(XA, TransactionInfo.BEGIN);
      maker.send(QUEUE, ENCRYPTED, XA);
      assertThatThrownBy(() -> other.transact(XA, TransactionInfo.BEGIN))
          .isExactlyInstanceOf(SecurityException.class);

      other.tell(QUEUE, PLAINTEXT, XA);
      assertThatThrownBy(() -> other.send(QUEUE, PLAINTEXT, XA)).hasMessageStartingWith(BODY);
      ActiveMQBytesMessage foreign = new ActiveMQBytesMessage();
      foreign.setContent(new ByteSequence(ENCRYPTED));
      foreign.setDestination(QUEUE);
      foreign.setProducerId(new ProducerId(new SessionId(new ConnectionId("ID:maker"), 1), 1));
      foreign.setMessageId(new MessageId(foreign.getProducerId(), 99));
      foreign.setTransactionId(XA);
      assertThatThrownBy(() -> other.ask(foreign)).hasMessageContaining("carries an id of");

      maker.transact(XA, TransactionInfo.PREPARE);
      maker.transact(XA, TransactionInfo.COMMIT_TWO_PHASE);
      assertThat(size()).isEqualTo(1);
    }
  }

  @Test
  void anyConnectionOfItsCreatorMakesADistributedTransactionFail() throws Exception {
    start(gate -> {});
    try (CommandClient one = connect("one", "user");
        CommandClient two = connect("two", "user")) {
      one.transact(XA, TransactionInfo.BEGIN);
      one.send(QUEUE, ENCRYPTED, XA);
      one.transact(XA, TransactionInfo.END);
      two.transact(XA, TransactionInfo.BEGIN);
      two.tell(QUEUE, PLAINTEXT, XA);
      two.transact(XA, TransactionInfo.END);

      assertThatThrownBy(() -> one.transact(XA, TransactionInfo.PREPARE))
          .isInstanceOf(XAException.class)
          .hasMessageStartingWith(BODY);
      assertThat(size()).isZero();
    }
  }

  /** The coordinator may have told the others to commit. */
  @Test
  void aRefusalAfterThePrepareLeavesWhatWasPrepared() throws Exception {
    start(gate -> {});
    try (AuditLines audit = AuditLines.capture();
        CommandClient client = connect("own", "user")) {
      client.transact(XA, TransactionInfo.BEGIN);
      client.send(QUEUE, ENCRYPTED, XA);
      client.transact(XA, TransactionInfo.PREPARE);

      client.tell(QUEUE, PLAINTEXT, XA);
      assertThatThrownBy(() -> client.send(QUEUE, PLAINTEXT, XA)).hasMessageStartingWith(BODY);
      assertThat(client.recover()).containsExactly(XA);
      client.transact(XA, TransactionInfo.COMMIT_TWO_PHASE);

      assertThat(size()).isEqualTo(1);
      assertThat(audit.lines()).isNotEmpty();
    }
  }

  /**
   * A second prepare is a mistake of the client, and no reason to break the first one's promise.
   */
  @Test
  void aSecondPrepareDoesNotRollBackWhatWasPrepared() throws Exception {
    start(gate -> {});
    try (CommandClient client = connect("own", "user");
        CommandClient again = connect("again", "user")) {
      client.transact(XA, TransactionInfo.BEGIN);
      client.send(QUEUE, ENCRYPTED, XA);
      again.transact(XA, TransactionInfo.BEGIN);
      client.transact(XA, TransactionInfo.PREPARE);
      Rights.replace(broker, Rights.ofOperators().map());
      again.tell(QUEUE, PLAINTEXT, XA);

      assertThatThrownBy(() -> again.transact(XA, TransactionInfo.PREPARE))
          .isInstanceOf(XAException.class)
          .hasMessageContaining("Cannot call prepare now");

      client.transact(XA, TransactionInfo.COMMIT_TWO_PHASE);
      assertThat(size()).isEqualTo(1);
    }
  }

  @Test
  void itIsRolledBackAsAnyOtherAndItsIdServesAgain() throws Exception {
    start(gate -> {});
    try (CommandClient client = connect("own", "user")) {
      for (TransactionId id : List.of(XA, local("own"))) {
        client.transact(id, TransactionInfo.BEGIN);
        client.send(QUEUE, ENCRYPTED, id);
        client.tell(QUEUE, PLAINTEXT, id);
        client.transact(id, TransactionInfo.ROLLBACK);

        client.transact(id, TransactionInfo.BEGIN);
        client.send(QUEUE, ENCRYPTED, id);
        client.transact(id, TransactionInfo.COMMIT_ONE_PHASE);
      }
      assertThat(size()).isEqualTo(2);
    }
  }

  @Test
  void aFailedCommitLeavesNothingBehind() throws Exception {
    start(gate -> {});
    try (CommandClient client = connect("own", "user")) {
      for (TransactionId id : List.of(XA, local("own"))) {
        assertThatThrownBy(() -> commitAfterPlaintext(client, id)).hasMessageStartingWith(BODY);

        client.transact(id, TransactionInfo.BEGIN);
        client.send(QUEUE, ENCRYPTED, id);
        client.transact(id, TransactionInfo.COMMIT_ONE_PHASE);
      }
      assertThat(size()).isEqualTo(2);
    }
  }

  @Test
  void whatIsOnlyReportedIsCommitted() throws Exception {
    start(gate -> gate.setReportOnly("require-encrypted-body"));
    assertCommits(2);
  }

  @Test
  void whatIsWaivedIsCommitted() throws Exception {
    start(
        gate ->
            gate.setWaivers(
                List.of(SomeWaivers.waiver("require-encrypted-body", "queue://WHOLE"))));
    assertCommits(2);
  }

  @Test
  void whatIsKeptInQuarantineLetsTheRestBeCommitted() throws Exception {
    start(gate -> gate.setBodyPolicies(List.of(Bodies.keptOnQueue("WHOLE"))));
    assertCommits(1);
    assertThat(broker.queue("Portcullis.Quarantine.WHOLE").getQueueSize()).isEqualTo(2);
  }

  private void assertCommits(int each) throws Exception {
    try (CommandClient client = connect("own", "user")) {
      for (TransactionId id : List.of(XA, local("own"))) {
        assertThatCode(() -> commitAfterPlaintext(client, id)).doesNotThrowAnyException();
      }
      assertThat(size()).isEqualTo(2L * each);
    }
  }

  @Test
  void whatFindsNoRoomInQuarantineMakesItFail() throws Exception {
    start(
        gate -> {
          gate.setBodyPolicies(List.of(Bodies.keptOnQueue("WHOLE")));
          gate.setQuarantineMaxMessages("1");
          gate.setQuarantineUserPercent("100");
        });
    try (CommandClient client = connect("own", "user")) {
      client.send(QUEUE, PLAINTEXT, null);
      for (TransactionId id : List.of(XA, local("own"))) {
        assertThatThrownBy(() -> commitAfterPlaintext(client, id)).hasMessageStartingWith(BODY);
      }
      assertThat(broker.queue("Portcullis.Quarantine.WHOLE").getQueueSize()).isEqualTo(1);
    }
  }
}
