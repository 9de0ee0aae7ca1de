package io.portcullis.broker.connector;

import java.util.List;
import org.apache.activemq.broker.ConnectionContext;
import org.apache.activemq.command.Command;
import org.apache.activemq.command.Message;
import org.apache.activemq.command.MessageAck;
import org.apache.activemq.command.TransactionId;

/**
 * Makes a transaction fail if one of its commands was refused before the broker got it. Otherwise
 * the broker would commit the rest.
 */
final class RefusedTransactions {

  private RefusedTransactions() {}

  /** Makes the transaction of a command fail, if these logins have it. */
  static void fail(List<ConnectionContext> logins, Command refused, SecurityException why) {
    TransactionId idOrNull = transaction(refused);
    if (idOrNull == null) {
      return;
    }
    for (ConnectionContext login : logins) {
      if (login.getBroker().getAdaptor(CommandGate.Transactions.class)
              instanceof CommandGate.Transactions transactions
          && transactions.fail(login, idOrNull, why)) {
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
}
