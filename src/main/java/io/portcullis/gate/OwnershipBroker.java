package io.portcullis.gate;

import io.portcullis.broker.connector.CommandGate;
import io.portcullis.broker.ownership.OpenTransactions;
import java.util.Optional;
import org.apache.activemq.broker.Broker;
import org.apache.activemq.broker.BrokerFilter;
import org.apache.activemq.broker.ConnectionContext;
import org.apache.activemq.broker.ConsumerBrokerExchange;
import org.apache.activemq.broker.ProducerBrokerExchange;
import org.apache.activemq.broker.region.Subscription;
import org.apache.activemq.command.ActiveMQDestination;
import org.apache.activemq.command.ConnectionInfo;
import org.apache.activemq.command.ConsumerInfo;
import org.apache.activemq.command.DestinationInfo;
import org.apache.activemq.command.Message;
import org.apache.activemq.command.MessageAck;
import org.apache.activemq.command.TransactionId;
import org.apache.activemq.transaction.Transaction;

/**
 * The filter behind {@link PortcullisBroker} that tracks who created temporary destinations and
 * transactions.
 */
final class OwnershipBroker extends BrokerFilter implements CommandGate.Transactions {

  private static final int TRIES = 5;

  private final TemporaryGate temporary;
  private final TransactionGate transactions;
  private final OpenTransactions open;

  OwnershipBroker(
      Broker next, TemporaryGate temporary, TransactionGate transactions, OpenTransactions open) {
    super(next);
    this.temporary = temporary;
    this.transactions = transactions;
    this.open = open;
  }

  @Override
  public void addDestinationInfo(ConnectionContext context, DestinationInfo info) throws Exception {
    temporary.create(context, info.getDestination());
    try {
      super.addDestinationInfo(context, info);
      temporary.created(context, info.getDestination());
    } finally {
      temporary.forgetUnmade(info.getDestination());
    }
    takeFromLinks(context, info.getDestination());
  }

  /**
   * Removes the consumers of bridges that made a copy on this broker, when the destination's
   * creator comes.
   */
  private void takeFromLinks(ConnectionContext context, ActiveMQDestination destination)
      throws Exception {
    for (Subscription link : temporary.linksIn(context, destination)) {
      super.removeConsumer(link.getContext(), link.getConsumerInfo());
    }
  }

  @Override
  public Subscription addConsumer(ConnectionContext context, ConsumerInfo info) throws Exception {
    ActiveMQDestination destination = info.getDestination();
    if (!temporary.concerns(destination)) {
      return super.addConsumer(context, info);
    }
    temporary.read(context, destination);
    takeFromLinks(context, destination);
    try {
      Subscription subscription = addReader(context, info);
      temporary.created(context, destination);
      return subscription;
    } finally {
      temporary.forgetUnmade(destination);
    }
  }

  /**
   * Adds a consumer. Two consumers that may both read, such as two bridges, can come at the same
   * time.
   */
  private Subscription addReader(ConnectionContext context, ConsumerInfo info) throws Exception {
    for (int left = TRIES; ; left--) {
      temporary.handOver(info);
      try {
        return super.addConsumer(context, info);
      } catch (Exception e) {
        if (left == 1 || temporary.isHandedOver(info)) {
          throw e;
        }
        // ActiveMQ 6.3 remembers a consumer that it did not let in.
        super.removeConsumer(context, info);
      }
    }
  }

  @Override
  public void removeDestination(
      ConnectionContext context, ActiveMQDestination destination, long timeout) throws Exception {
    if (temporary.keeps(context, destination)) {
      return;
    }
    try {
      super.removeDestination(context, destination, timeout);
    } catch (Exception e) {
      temporary.left(context, destination);
      throw e;
    }
    temporary.forgetAbsent(destination);
  }

  @Override
  public void removeDestinationInfo(ConnectionContext context, DestinationInfo info)
      throws Exception {
    if (temporary.keeps(context, info.getDestination())) {
      return;
    }
    super.removeDestinationInfo(context, info);
    temporary.forgetAbsent(info.getDestination());
  }

  @Override
  public void removeConnection(ConnectionContext context, ConnectionInfo info, Throwable error)
      throws Exception {
    open.forgetAll(context);
    super.removeConnection(context, info, error);
  }

  @Override
  public void send(ProducerBrokerExchange exchange, Message message) throws Exception {
    TransactionId transaction = message.getTransactionId();
    ConnectionContext context = exchange.getConnectionContext();
    if (transaction == null || SendGate.isSentByBroker(context)) {
      super.send(exchange, message);
      return;
    }
    ActiveMQDestination destination = message.getDestination();
    transactions.judgeUse(context, transaction, "use");
    super.send(exchange, message);
    open.wrote(context, transaction, destination);
  }

  @Override
  public void acknowledge(ConsumerBrokerExchange exchange, MessageAck ack) throws Exception {
    if (!ack.isInTransaction()) {
      super.acknowledge(exchange, ack);
      return;
    }
    ConnectionContext context = exchange.getConnectionContext();
    transactions.judgeUse(context, ack.getTransactionId(), "use");
    super.acknowledge(exchange, ack);
    open.read(context, ack.getTransactionId(), ofMessage(exchange.getSubscription(), ack));
  }

  /** Finds the source of a message, as far as the consumer could have it from there. */
  private static ActiveMQDestination ofMessage(Subscription subscription, MessageAck ack) {
    return subscription == null || subscription.matches(ack.getDestination())
        ? ack.getDestination()
        : subscription.getConsumerInfo().getDestination();
  }

  @Override
  public void beginTransaction(ConnectionContext context, TransactionId id) throws Exception {
    transactions.judgeUse(context, id, "join");
    super.beginTransaction(context, id);
    open.find(context, id).ifPresent(transaction -> open.claim(context, transaction));
    transactions.judgeUse(context, id, "join");
  }

  @Override
  public TransactionId[] getPreparedTransactions(ConnectionContext context) throws Exception {
    return transactions.visible(context, super.getPreparedTransactions(context));
  }

  /** Prepares a transaction. After that it is certain to take effect, so this checks the rights. */
  @Override
  public int prepareTransaction(ConnectionContext context, TransactionId id) throws Exception {
    transactions.judgeUse(context, id, "prepare");
    Optional<Transaction> found = open.find(context, id);
    if (found.isPresent() && !found.get().isPrepared()) {
      refuseUnlessWhole(context, found.get());
    }
    int vote = super.prepareTransaction(context, id);
    forgetIfOver(found);
    return vote;
  }

  @Override
  public void commitTransaction(ConnectionContext context, TransactionId id, boolean onePhase)
      throws Exception {
    Optional<Transaction> found = open.find(context, id);
    if (found.isPresent()) {
      transactions.judgeEnd(context, found.get(), "commit");
      if (!found.get().isPrepared()) {
        refuseUnlessWhole(context, found.get());
      } else if (open.isMaker(context, found.get())) {
        transactions.reportLost(context, found.get());
      }
    }
    super.commitTransaction(context, id, onePhase);
    forgetIfOver(found);
  }

  @Override
  public boolean fail(ConnectionContext context, TransactionId id, Throwable why) {
    return open.fail(context, id, why);
  }

  /** Rolls a transaction back that may not take effect, and tells why. */
  private void refuseUnlessWhole(ConnectionContext context, Transaction transaction)
      throws Exception {
    Optional<Exception> why = transactions.refusal(context, transaction);
    if (why.isPresent()) {
      throw rolledBack(context, transaction, why.get());
    }
  }

  private Exception rolledBack(ConnectionContext context, Transaction transaction, Exception why) {
    try {
      super.rollbackTransaction(context, transaction.getTransactionId());
    } catch (Exception e) {
      why.addSuppressed(e);
    }
    open.forget(transaction);
    return why;
  }

  @Override
  public void rollbackTransaction(ConnectionContext context, TransactionId id) throws Exception {
    Optional<Transaction> found = open.find(context, id);
    if (found.isPresent()) {
      transactions.judgeEnd(context, found.get(), "roll back");
    }
    super.rollbackTransaction(context, id);
    forgetIfOver(found);
  }

  @Override
  public void forgetTransaction(ConnectionContext context, TransactionId id) throws Exception {
    Optional<Transaction> found = open.find(context, id);
    if (found.isPresent()) {
      transactions.judgeEnd(context, found.get(), "forget");
    }
    super.forgetTransaction(context, id);
    forgetIfOver(found);
  }

  private void forgetIfOver(Optional<Transaction> found) {
    found
        .filter(transaction -> transaction.getState() == Transaction.FINISHED_STATE)
        .ifPresent(open::forget);
  }
}
