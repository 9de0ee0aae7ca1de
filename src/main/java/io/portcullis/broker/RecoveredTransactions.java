package io.portcullis.broker;

import java.lang.reflect.Field;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.activemq.broker.TransactionBroker;
import org.apache.activemq.broker.jmx.RecoveredXATransactionView;
import org.apache.activemq.command.ActiveMQDestination;
import org.apache.activemq.transaction.Transaction;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What is in a prepared transaction that the broker read from its store when it started. ActiveMQ
 * notes the destinations of its messages and acknowledgements and has no method that says them, so
 * this reads three fields. Where they are not there, nothing is known of such a transaction.
 */
final class RecoveredTransactions {

  /**
   * The destinations of a transaction.
   *
   * @param written where its messages go
   * @param read where its acknowledgements are for
   */
  record Destinations(Set<ActiveMQDestination> written, Set<ActiveMQDestination> read) {}

  private record Fields(Field synchronizations, Field destination, Field messageSend) {}

  private static final Logger LOG = LoggerFactory.getLogger(RecoveredTransactions.class);
  private static final String COMPLETION =
      TransactionBroker.class.getName() + "$PreparedDestinationCompletion";

  /** The MBean of a transaction notes its end, and no destination. */
  private static final String VIEW = RecoveredXATransactionView.class.getName();

  private final Optional<Fields> fields;

  RecoveredTransactions() {
    fields = find();
  }

  private static Optional<Fields> find() {
    try {
      Class<?> completion =
          Class.forName(COMPLETION, false, TransactionBroker.class.getClassLoader());
      Fields found =
          new Fields(
              Transaction.class.getDeclaredField("synchronizations"),
              completion.getDeclaredField("destination"),
              completion.getDeclaredField("messageSend"));
      found.synchronizations.setAccessible(true);
      found.destination.setAccessible(true);
      found.messageSend.setAccessible(true);
      return Optional.of(found);
    } catch (ReflectiveOperationException | RuntimeException e) {
      LOG.warn(
          "This version of ActiveMQ does not show what is in a transaction that it recovers: {};"
              + " only administrators end one after a restart",
          e.toString());
      return Optional.empty();
    }
  }

  /** What is in a transaction; empty if that is not known, or not all of it. */
  Optional<Destinations> destinations(Transaction transaction) {
    return fields.flatMap(known -> read(known, transaction));
  }

  private static Optional<Destinations> read(Fields fields, Transaction transaction) {
    Set<ActiveMQDestination> written = new HashSet<>();
    Set<ActiveMQDestination> read = new HashSet<>();
    try {
      for (Object part : parts(fields, transaction)) {
        if (part.getClass().getName().startsWith(VIEW)) {
          continue;
        }
        if (!fields.destination.getDeclaringClass().isInstance(part)) {
          return Optional.empty();
        }
        Set<ActiveMQDestination> to = fields.messageSend.getBoolean(part) ? written : read;
        to.add((ActiveMQDestination) fields.destination.get(part));
      }
    } catch (IllegalAccessException e) {
      throw new IllegalStateException(e);
    }
    return Optional.of(new Destinations(written, read));
  }

  private static List<?> parts(Fields fields, Transaction transaction)
      throws IllegalAccessException {
    List<?> parts = (List<?>) fields.synchronizations.get(transaction);
    synchronized (parts) {
      return new ArrayList<>(parts);
    }
  }
}
