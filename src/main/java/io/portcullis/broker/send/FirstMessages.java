package io.portcullis.broker.send;

import io.portcullis.rule.DestinationFacts;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Set;

/**
 * Tells which messages of one connection are the first for their destination. A connection that
 * sends to one destination pays a comparison. Bounded; beyond the bound, a message may count as
 * first once more.
 */
public final class FirstMessages {

  private static final int MOST = 20_000;

  /** The last of those seen, which is mostly the next. */
  private volatile DestinationFacts lastOrNull;

  /** None yet for most connections. */
  private Set<DestinationFacts> seen = Set.of();

  /** Tells whether no message for the destination was {@link #saw seen} before. */
  public boolean isFirst(DestinationFacts destination) {
    return lastOrNull != destination && isNew(destination);
  }

  private synchronized boolean isNew(DestinationFacts destination) {
    if (!seen.contains(destination)) {
      return true;
    }
    lastOrNull = destination;
    return false;
  }

  /** A message for the destination was seen. */
  public synchronized void saw(DestinationFacts destination) {
    if (seen.isEmpty() || seen.size() >= MOST) {
      seen = Collections.newSetFromMap(new IdentityHashMap<>(1));
    }
    boolean unused = seen.add(destination);
    lastOrNull = destination;
  }
}
