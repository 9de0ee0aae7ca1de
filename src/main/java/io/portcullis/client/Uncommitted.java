package io.portcullis.client;

import jakarta.jms.JMSException;
import jakarta.jms.MessageConsumer;
import jakarta.jms.Session;
import org.apache.activemq.ActiveMQQueueBrowser;
import org.apache.activemq.ActiveMQSession;
import org.apache.activemq.TransactionContext;

/** Keeps a transaction from being committed that received what could not be decrypted yet. */
final class Uncommitted {

  private Uncommitted() {}

  /**
   * Makes the commit of the session's transaction fail, and roll back. Browsing changes nothing.
   */
  static void stays(Session session, MessageConsumer consumer) throws JMSException {
    if (!(session instanceof ActiveMQSession own) || !own.isTransacted() || isBrowsing(consumer)) {
      return;
    }
    TransactionContext transaction = own.getTransactionContext();
    if (!transaction.isInXATransaction()) {
      // A listener is called before its transaction begins, and a beginning forgets the mark.
      transaction.begin();
    }
    transaction.setRollbackOnly(true);
  }

  private static boolean isBrowsing(MessageConsumer consumer) {
    return ActiveMQQueueBrowser.class.equals(consumer.getClass().getEnclosingClass());
  }
}
