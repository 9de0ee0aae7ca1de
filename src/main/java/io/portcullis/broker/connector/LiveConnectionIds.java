package io.portcullis.broker.connector;

import io.portcullis.broker.rights.AuthenticatedUser;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Predicate;
import org.apache.activemq.broker.Connection;
import org.apache.activemq.broker.ConnectionContext;
import org.apache.activemq.broker.TransportConnection;

/**
 * Records which ids live connections have, and who logged in with them. It holds one entry for each
 * id of a live connection, and nothing else.
 *
 * @param <I> a kind of id
 */
final class LiveConnectionIds<I> {

  private static final int SMALL = 1_024;

  private final Map<I, Map<Object, AuthenticatedUser>> holders = new HashMap<>();
  private int sweepAt = SMALL;

  /**
   * Claims an id, unless a live connection of another user has it.
   *
   * @return whether the connection has it now
   */
  synchronized boolean claim(I id, ConnectionContext context, AuthenticatedUser user) {
    if (isAnothers(id, user, key(context)::equals)) {
      return false;
    }
    add(id, context, user);
    return true;
  }

  /** Gives a connection an id, even if another has it. */
  synchronized void add(I id, ConnectionContext context, AuthenticatedUser user) {
    if (holders.size() >= sweepAt) {
      sweep();
    }
    holders.computeIfAbsent(id, unused -> new HashMap<>(2)).put(key(context), user);
  }

  /** Takes an id from a connection. */
  synchronized void remove(I id, ConnectionContext context) {
    Map<Object, AuthenticatedUser> ofId = holders.get(id);
    if (ofId != null && ofId.remove(key(context)) != null && ofId.isEmpty()) {
      holders.remove(id);
    }
  }

  /**
   * Tells whether a live connection has an id.
   *
   * @param own the caller's own connections, which do not count
   */
  synchronized boolean isHeld(I id, Predicate<Object> own) {
    return holders.getOrDefault(id, Map.of()).entrySet().stream()
        .anyMatch(
            holder ->
                !own.test(holder.getKey())
                    && isLive(holder.getKey())
                    && !holder.getValue().equals(AuthenticatedUser.NOBODY));
  }

  /** Whether a live connection of another user has an id. */
  synchronized boolean isAnothers(I id, AuthenticatedUser user, Predicate<Object> own) {
    return holders.getOrDefault(id, Map.of()).entrySet().stream()
        .anyMatch(
            holder ->
                !own.test(holder.getKey())
                    && isLive(holder.getKey())
                    && !holder.getValue().equals(user));
  }

  /** Returns the number of ids. */
  synchronized int size() {
    return holders.size();
  }

  /**
   * Removes ended connections. ActiveMQ forgets a connection whose id another takes before that
   * connection has ended.
   */
  private void sweep() {
    holders.values().forEach(ofId -> ofId.keySet().removeIf(key -> !isLive(key)));
    holders.values().removeIf(Map::isEmpty);
    sweepAt = Math.max(SMALL, 2 * holders.size());
  }

  private static boolean isLive(Object key) {
    return !(key instanceof TransportConnection connection && connection.isStopping());
  }

  private static Object key(ConnectionContext context) {
    Connection connection = context.getConnection();
    return connection == null ? context : connection;
  }
}
