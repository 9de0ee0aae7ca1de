package io.portcullis.gate;

import io.portcullis.broker.ownership.OpenTransactions;
import org.apache.activemq.broker.ConnectionContext;
import org.apache.activemq.command.Message;
import org.apache.activemq.transaction.Synchronization;

/**
 * Makes a distributed transaction fail if one of its messages was refused. ActiveMQ does so only
 * for local transactions. It would commit the rest of a distributed one without telling the sender,
 * because clients do not wait for a response inside a transaction.
 */
final class DistributedTransactions {

  private final OpenTransactions open;

  /** Uses the open transactions. */
  public DistributedTransactions(OpenTransactions open) {
    this.open = open;
  }

  /**
   * Marks the transaction of a refused message as rollback-only, if the sender created the
   * transaction.
   */
  public void fail(ConnectionContext context, Message message, Throwable why) {
    if (message.isResponseRequired()
        || message.getTransactionId() == null
        || !message.getTransactionId().isXATransaction()) {
      return;
    }
    open.find(context, message.getTransactionId())
        .filter(transaction -> open.isMaker(context, transaction))
        .ifPresent(
            transaction -> {
              transaction.setRollbackOnly(why);
              // ActiveMQ looks at the mark only where the transaction has something to do.
              transaction.addSynchronization(new Synchronization() {});
            });
  }
}
