package io.portcullis.broker.rights;

import io.portcullis.broker.platform.DestinationNames;
import io.portcullis.rule.Operation;
import java.util.Collections;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.apache.activemq.command.ActiveMQDestination;
import org.apache.activemq.security.SecurityContext;

/**
 * Caches where one login has a right. A lookup takes constant time, and the cache is bounded. An
 * entry is valid only for the {@link RightsSnapshot} that it came from.
 *
 * <p>It does not cache a refusal to write, because a client chooses the names that it sends to. It
 * caches a refusal to read: these names are existing destinations, and every message asks.
 */
final class RightCache {

  private static final int MOST_CACHED = 20_000;

  private final Operation operation;
  private final SecurityContext owner;
  private final Supplier<RightsSnapshot> snapshots;
  private final Consumer<ActiveMQDestination> granted;

  /** Small at first, because most logins use few destinations. */
  private final Map<ActiveMQDestination, Object> cache = new ConcurrentHashMap<>(1);

  /**
   * @param granted hears of each right that was just asked for and is held
   */
  RightCache(
      Operation operation,
      SecurityContext owner,
      Supplier<RightsSnapshot> snapshots,
      Consumer<ActiveMQDestination> granted) {
    this.operation = operation;
    this.owner = owner;
    this.snapshots = snapshots;
    this.granted = granted;
  }

  /** Tells whether the login has the right now. It allocates nothing for a cached destination. */
  boolean includes(ActiveMQDestination destination) {
    RightsSnapshot now = snapshots.get();
    Object answer = cache.get(destination);
    if (answer == now.epoch()) {
      return true;
    }
    if (answer == now.refusal()) {
      return false;
    }
    boolean held = now.held(operation, destination, owner);
    if (held) {
      granted.accept(destination);
    }
    if (held || operation == Operation.READ) {
      remember(destination, held ? now.epoch() : now.refusal());
    } else {
      forget(destination);
    }
    return held;
  }

  private void remember(ActiveMQDestination destination, Object answer) {
    if (!DestinationNames.isCacheable(destination)) {
      return;
    }
    if (cache.size() >= MOST_CACHED) {
      cache.clear();
    }
    cache.put(destination, answer);
  }

  /** Drops a destination, and tells whether it was cached. */
  boolean forget(Object destination) {
    return cache.keySet().remove(destination);
  }

  /** Drops all destinations. */
  void clear() {
    cache.clear();
  }

  /** Returns a copy of the cached destinations. */
  Map<ActiveMQDestination, ActiveMQDestination> cached() {
    Map<ActiveMQDestination, ActiveMQDestination> copy = new HashMap<>();
    cache.keySet().forEach(name -> copy.put(name, name));
    return Collections.unmodifiableMap(copy);
  }
}
