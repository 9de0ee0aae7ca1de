package io.portcullis.broker.ownership;

import io.portcullis.broker.ownership.RecoveredTransactions.Destinations;
import io.portcullis.rule.NameFacts;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.activemq.command.ActiveMQDestination;

/** The destinations of one open transaction, its creator, and the first refusal in it. */
final class TransactionContents {

  static final int DESTINATIONS = 10_000;
  static final int CHARACTERS = 4_000_000;

  private final Creator creator;
  private final Set<ActiveMQDestination> written = ConcurrentHashMap.newKeySet(1);
  private final Set<ActiveMQDestination> read = ConcurrentHashMap.newKeySet(1);
  private int characters;
  private volatile boolean whole = true;
  private Optional<Throwable> refusal = Optional.empty();
  private boolean ending;

  TransactionContents(Creator creator) {
    this.creator = creator;
  }

  Creator creator() {
    return creator;
  }

  /** The destinations of its messages. */
  Set<ActiveMQDestination> written() {
    return written;
  }

  /** Tells whether all its destinations are recorded. */
  boolean isWhole() {
    return whole;
  }

  /** Returns all its destinations, if all are recorded. */
  Optional<Destinations> destinations() {
    return whole ? Optional.of(new Destinations(written, read)) : Optional.empty();
  }

  /** Records the destination of a message. */
  void wrote(ActiveMQDestination destination) {
    add(written, destination);
  }

  /** Records the destination of an acknowledgement. */
  void read(ActiveMQDestination destination) {
    add(read, destination);
  }

  private void add(Set<ActiveMQDestination> to, ActiveMQDestination destination) {
    if (destination.isComposite()) {
      for (ActiveMQDestination part : destination.getCompositeDestinations()) {
        add(to, part);
      }
      return;
    }
    if (!to.contains(destination)) {
      remember(to, destination);
    }
  }

  private synchronized void remember(Set<ActiveMQDestination> to, ActiveMQDestination destination) {
    if (isAlike(to, destination)) {
      return;
    }
    int added = length(destination);
    if (to.size() < DESTINATIONS && characters <= CHARACTERS - added) {
      characters += added;
      to.add(destination);
    } else {
      whole = false;
    }
  }

  /** Returns the length of a name. A name with options counts as the longest name. */
  private static int length(ActiveMQDestination destination) {
    return destination.getOptions() == null
        ? destination.getPhysicalName().length()
        : NameFacts.MOST_CHARACTERS;
  }

  private static boolean isAlike(Set<ActiveMQDestination> to, ActiveMQDestination destination) {
    return destination.isTemporary()
        && to.stream()
            .anyMatch(other -> other.isTemporary() && other.isTopic() == destination.isTopic());
  }

  /**
   * Records a refusal. The first one is kept.
   *
   * @return false if the transaction already takes effect, so that nobody asks for it again
   */
  synchronized boolean fail(Throwable why) {
    if (refusal.isEmpty()) {
      refusal = Optional.of(why);
    }
    return !ending;
  }

  /** Records that the transaction takes effect now, and returns the first refusal in it. */
  synchronized Optional<Throwable> end() {
    ending = true;
    return refusal;
  }
}
