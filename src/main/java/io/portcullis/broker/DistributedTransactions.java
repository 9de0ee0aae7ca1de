package io.portcullis.broker;

import org.apache.activemq.broker.Broker;
import org.apache.activemq.broker.TransactionBroker;
import org.apache.activemq.command.Message;
import org.apache.activemq.transaction.Synchronization;
import org.apache.activemq.transaction.Transaction;

/**
 * Makes a distributed transaction fail when one of its messages was refused. ActiveMQ does so for
 * local transactions alone and would commit the rest of a distributed one, whose sender never heard
 * of the refusal: clients do not wait for an answer inside a transaction.
 */
public final class DistributedTransactions {

  private final Broker broker;

  /** Finds the transactions behind the filters of {@code broker}. */
  public DistributedTransactions(Broker broker) {
    this.broker = broker;
  }

  /** Lets the transaction of a message that was refused only be rolled back from now on. */
  public void fail(Message message, Exception why) {
    if (message.isResponseRequired()
        || message.getTransactionId() == null
        || !message.getTransactionId().isXATransaction()) {
      return;
    }
    TransactionBroker transactions = (TransactionBroker) broker.getAdaptor(TransactionBroker.class);
    try {
      Transaction transaction =
          transactions.getTransaction(null, message.getTransactionId(), false);
      transaction.setRollbackOnly(why);
      // ActiveMQ looks at the mark only where the transaction has something to do.
      transaction.addSynchronization(new Synchronization() {});
    } catch (Exception e) {
      // It is over or was never begun, and nothing of it will be committed.
      why.addSuppressed(e);
    }
  }
}
