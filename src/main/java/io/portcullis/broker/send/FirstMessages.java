package io.portcullis.broker.send;

import io.portcullis.rule.DestinationFacts;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Tells which messages of one connection are the first for their destination. A connection that
 * sends to one destination pays a comparison. Beyond a bound of destinations, no message counts as
 * first.
 */
public final class FirstMessages {

  private static final int MOST = 1_000;

  /** Stands for all temporary destinations, whose names are made up. */
  private static final Object TEMPORARY = new Object();

  /** The last of those seen, which is mostly the next. */
  private volatile DestinationFacts lastOrNull;

  /** None yet for most connections. */
  private volatile Set<Object> seen = Set.of();

  private volatile boolean full;

  private volatile Runnable pendingOrNull;

  /** Tells whether no message for the destination was {@link #saw seen} before. */
  public boolean isFirst(DestinationFacts destination) {
    if (lastOrNull == destination || full) {
      return false;
    }
    if (seen.contains(key(destination))) {
      lastOrNull = destination;
      return false;
    }
    return true;
  }

  /** A message for the destination was seen. */
  public void saw(DestinationFacts destination) {
    Set<Object> known = seen;
    if (known.isEmpty()) {
      known = ConcurrentHashMap.newKeySet(1);
      seen = known;
    }
    boolean unused = known.add(key(destination));
    full = known.size() >= MOST;
    lastOrNull = destination;
  }

  private static Object key(DestinationFacts destination) {
    return destination.temporary() ? TEMPORARY : destination;
  }

  /** Keeps what is to be done if the message at hand goes through. */
  public void ifPassed(Runnable action) {
    pendingOrNull = action;
  }

  /** The message at hand went through. */
  public void passed() {
    Runnable action = pendingOrNull;
    if (action != null) {
      pendingOrNull = null;
      action.run();
    }
  }

  /** The message at hand was refused. */
  public void refused() {
    pendingOrNull = null;
  }
}
