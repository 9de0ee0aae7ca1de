package io.portcullis.broker.connector;

import java.util.List;
import org.apache.activemq.broker.ConnectionContext;
import org.apache.activemq.broker.TransactionBroker;
import org.apache.activemq.command.Command;
import org.apache.activemq.command.Message;
import org.apache.activemq.command.MessageAck;
import org.apache.activemq.command.TransactionId;
import org.apache.activemq.transaction.Synchronization;
import org.apache.activemq.transaction.Transaction;

/**
 * Makes a transaction fail if one of its commands was refused before the broker got it. Otherwise
 * the broker would commit the rest.
 */
final class RefusedTransactions {

  private RefusedTransactions() {}

  /** Marks the transaction of a command as rollback-only, if these logins have it. */
  static void fail(List<ConnectionContext> logins, Command refused, SecurityException why) {
    TransactionId idOrNull = transaction(refused);
    if (idOrNull == null) {
      return;
    }
    for (ConnectionContext login : logins) {
      Transaction transaction = find(login, idOrNull);
      if (transaction != null) {
        transaction.setRollbackOnly(why);
        // ActiveMQ looks at the mark only where the transaction has something to do.
        transaction.addSynchronization(new Synchronization() {});
        return;
      }
    }
  }

  private static TransactionId transaction(Command command) {
    if (command instanceof Message message) {
      return message.getTransactionId();
    }
    return command instanceof MessageAck acknowledgement
        ? acknowledgement.getTransactionId()
        : null;
  }

  /** Finds the transaction; null if it is over or was never begun. */
  private static Transaction find(ConnectionContext login, TransactionId id) {
    if (id.isLocalTransaction()) {
      return login.getTransactions().get(id);
    }
    if (login.getConnectionState() == null
        || login.getConnectionState().getTransactionState(id) == null) {
      return null;
    }
    TransactionBroker all =
        (TransactionBroker) login.getBroker().getAdaptor(TransactionBroker.class);
    try {
      return all.getTransaction(login, id, false);
    } catch (RuntimeException e) {
      throw e;
    } catch (Exception e) {
      // ActiveMQ's way to say that there is none.
      return null;
    }
  }
}
