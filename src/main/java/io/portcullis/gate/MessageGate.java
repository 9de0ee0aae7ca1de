package io.portcullis.gate;

import io.portcullis.broker.connector.CommandGate;
import io.portcullis.broker.management.Operator;
import io.portcullis.broker.observation.BodyLooks;
import io.portcullis.broker.ownership.OpenTransactions;
import io.portcullis.broker.platform.Protocol;
import io.portcullis.broker.send.ScheduledSends;
import io.portcullis.enforce.Refusal;
import io.portcullis.rule.RuleIds;
import org.apache.activemq.broker.Broker;
import org.apache.activemq.broker.ConnectionContext;
import org.apache.activemq.broker.ProducerBrokerExchange;
import org.apache.activemq.broker.TransportConnection;
import org.apache.activemq.command.ConnectionError;
import org.apache.activemq.command.Message;
import org.apache.activemq.command.MessageAck;
import org.apache.activemq.command.ProducerAck;
import org.apache.activemq.command.ProducerInfo;

/** Sends a message on to the broker, or answers its sender where the message goes no further. */
final class MessageGate {

  private final Broker next;
  private final ConnectionGate connections;
  private final SendGate sends;
  private final DestinationGate destinations;
  private final ScheduledSends scheduled;
  private final OpenTransactions transactions;
  private final BodyLooks looks;

  MessageGate(
      Broker next,
      ConnectionGate connections,
      SendGate sends,
      DestinationGate destinations,
      ScheduledSends scheduled,
      OpenTransactions transactions,
      BodyLooks looks) {
    this.next = next;
    this.connections = connections;
    this.sends = sends;
    this.destinations = destinations;
    this.scheduled = scheduled;
    this.transactions = transactions;
    this.looks = looks;
  }

  /**
   * Sends a message.
   *
   * @throws SecurityException if it is refused, unless its sender is told already
   */
  void send(ProducerBrokerExchange exchange, Message message) throws Exception {
    // Filters below may change it.
    boolean unanswered = !message.isResponseRequired() && message.getTransactionId() == null;
    try {
      pass(exchange, message);
    } catch (SecurityException e) {
      if (!unanswered || !isTold(exchange.getConnectionContext(), e)) {
        throw e;
      }
    }
  }

  /**
   * Tells a client that does not wait why its message is refused. ActiveMQ would tell it in the
   * same way, and log a warning for each message, in 5.18 without the reason. The audit log has the
   * refusal already.
   *
   * @return false if the audit log does not have it, or if the client has no connection to be told
   *     by
   */
  private static boolean isTold(ConnectionContext context, SecurityException why) {
    if (!Refusal.isRecorded(why)
        || !(context.getConnection() instanceof TransportConnection connection)) {
      return false;
    }
    ConnectionError error = new ConnectionError();
    error.setException(why);
    connection.dispatchAsync(error);
    return true;
  }

  private void pass(ProducerBrokerExchange exchange, Message message) throws Exception {
    destinations.stand();
    ConnectionContext context = exchange.getConnectionContext();
    if (SendGate.isSentByBroker(context)) {
      Operator.puttingMessages()
          .ifPresent(operator -> sends.judgeForOperator(operator, context, message));
      scheduled.mark(exchange, message);
      next.send(exchange, message);
      return;
    }
    // Filters below may change it.
    boolean persistent = message.isPersistent();
    if (judge(exchange, message) == SendGate.Verdict.STOPPED) {
      openWindow(exchange, message);
      return;
    }
    try {
      scheduled.mark(exchange, message);
      next.send(exchange, message);
      looks.passed(context);
    } catch (Exception | Error e) {
      looks.refused(context);
      if (!sends.enforcesRights()) {
        throw e;
      }
      if (isDropped(context, persistent, e, RuleIds.REQUIRE_AUTHORIZATION)) {
        return;
      }
      if (!failsTransaction(message, e) || !isToldAtCommit(context, message, e)) {
        throw e;
      }
      openWindow(exchange, message);
    }
  }

  /**
   * Tells whether an exception of the filters below makes a transaction fail. A client that waits
   * for the answer may repeat a send for which the broker had no room.
   */
  private static boolean failsTransaction(Message message, Throwable thrown) {
    return thrown instanceof SecurityException || !message.isResponseRequired();
  }

  /**
   * Makes the transaction of a refused message fail.
   *
   * @return whether its sender hears of it at the commit and not before. The connection of a pool
   *     then stays, and so do the others who share it
   */
  private boolean isToldAtCommit(ConnectionContext context, Message message, Throwable why) {
    return message.getTransactionId() != null
        && transactions.fail(context, message.getTransactionId(), why)
        && why instanceof SecurityException
        && !message.isResponseRequired()
        && Protocol.reportsErrorsToConnection(context.getConnection());
  }

  /** Makes the transaction of a refused acknowledgement fail. */
  void refused(ConnectionContext context, MessageAck ack, SecurityException why) {
    if (ack.isInTransaction() && sends.enforcesRights()) {
      transactions.fail(context, ack.getTransactionId(), why);
    }
  }

  private SendGate.Verdict judge(ProducerBrokerExchange exchange, Message message) {
    ConnectionContext context = exchange.getConnectionContext();
    try {
      connections.judgeUse(context, message.getDestination());
      connections.judgeUse(context, message.getReplyTo());
      return sends.judge(exchange, message);
    } catch (RuntimeException | Error e) {
      looks.refused(context);
      if (isDropped(context, message.isPersistent(), e, RuleIds.REQUIRE_ENCRYPTED_BODY)
          || isToldAtCommit(context, message, e)) {
        return SendGate.Verdict.STOPPED;
      }
      throw e;
    }
  }

  /** Answers a producer that waits for its window, as a queue would. */
  private static void openWindow(ProducerBrokerExchange exchange, Message message) {
    ProducerInfo producer =
        exchange.getProducerState() == null ? null : exchange.getProducerState().getInfo();
    if (producer != null && producer.getWindowSize() > 0 && !message.isResponseRequired()) {
      exchange
          .getConnectionContext()
          .getConnection()
          .dispatchAsync(new ProducerAck(producer.getProducerId(), message.getSize()));
    }
  }

  /**
   * Ends the connection of an MQTT client whose message was refused. MQTT 3.1.1 cannot report a
   * refusal, and ActiveMQ acknowledges what was refused. A message that gets an acknowledgement
   * ends it at once. Without one (QoS 0) the message is dropped and the connection ends a second
   * later, because the client would not send again what is behind the message.
   *
   * @param persistent whether the client sent it as a persistent message: with QoS 1 or 2
   * @return whether the message is dropped, so that nothing is thrown
   */
  private boolean isDropped(
      ConnectionContext context, boolean persistent, Throwable why, String rule) {
    if (!Protocol.mayAcknowledgeRefused(context.getConnection())) {
      return false;
    }
    if (why instanceof SecurityException && isUnacknowledged(context, persistent)) {
      if (CommandGate.endSoon(context, why.getMessage())) {
        connections.slowDown(context, rule);
      }
      return true;
    }
    if (why instanceof SecurityException) {
      connections.slowDown(context, rule);
    }
    ConnectionGate.endUnanswered(context, why);
    return false;
  }

  private static boolean isUnacknowledged(ConnectionContext context, boolean persistent) {
    return Protocol.of(context.getConnection()) == Protocol.MQTT && !persistent;
  }
}
