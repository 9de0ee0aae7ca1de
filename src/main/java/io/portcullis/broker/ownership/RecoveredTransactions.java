package io.portcullis.broker.ownership;

import io.portcullis.broker.platform.ActiveMqInternals;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.activemq.broker.jmx.RecoveredXATransactionView;
import org.apache.activemq.command.ActiveMQDestination;
import org.apache.activemq.transaction.Transaction;

/**
 * Reads the destinations of a prepared transaction that the broker recovered from its store.
 * ActiveMQ keeps the destinations of its messages and acknowledgements, but no method returns them.
 * So this class reads three fields. If they are missing, nothing is known of such a transaction.
 */
final class RecoveredTransactions {

  /**
   * The destinations of a transaction.
   *
   * @param written the destinations of its messages
   * @param read the destinations of its acknowledgements
   */
  record Destinations(Set<ActiveMQDestination> written, Set<ActiveMQDestination> read) {}

  /** The MBean class of a transaction. It records the transaction's end, but no destination. */
  private static final String VIEW = RecoveredXATransactionView.class.getName();

  private final boolean known;

  RecoveredTransactions() {
    known =
        ActiveMqInternals.SYNCHRONIZATIONS.isKnown()
            && ActiveMqInternals.COMPLETED_DESTINATION.isKnown()
            && ActiveMqInternals.COMPLETED_SEND.isKnown();
  }

  /** Returns the destinations of a transaction; empty if they are not all known. */
  Optional<Destinations> destinations(Transaction transaction) {
    return known ? read(transaction) : Optional.empty();
  }

  private static Optional<Destinations> read(Transaction transaction) {
    Set<ActiveMQDestination> written = new HashSet<>();
    Set<ActiveMQDestination> read = new HashSet<>();
    for (Object part : parts(transaction)) {
      if (part.getClass().getName().startsWith(VIEW)) {
        continue;
      }
      if (!ActiveMqInternals.COMPLETED_DESTINATION.isOf(part)) {
        return Optional.empty();
      }
      Set<ActiveMQDestination> to =
          Boolean.TRUE.equals(ActiveMqInternals.COMPLETED_SEND.get(part)) ? written : read;
      to.add((ActiveMQDestination) ActiveMqInternals.COMPLETED_DESTINATION.get(part));
    }
    return Optional.of(new Destinations(written, read));
  }

  private static List<?> parts(Transaction transaction) {
    List<?> parts = (List<?>) ActiveMqInternals.SYNCHRONIZATIONS.get(transaction);
    synchronized (parts) {
      return new ArrayList<>(parts);
    }
  }
}
