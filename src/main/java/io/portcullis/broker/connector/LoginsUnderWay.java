package io.portcullis.broker.connector;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.BooleanSupplier;
import org.apache.activemq.command.ConnectionId;
import org.apache.activemq.transport.Transport;

/**
 * Records the connection ids of logins in progress. ActiveMQ gives an id to a login before it
 * judges it. It holds at most one entry for each connection.
 */
final class LoginsUnderWay {

  private final Map<Transport, ConnectionId> ids = new HashMap<>();
  private final Map<ConnectionId, Set<Transport>> logins = new HashMap<>();

  /**
   * Begins a login, unless another connection has its id or is logging in with it. Both checks are
   * one atomic step.
   *
   * @param held tells whether a live connection has the id
   * @return whether the login has begun
   */
  synchronized boolean beginIfFree(ConnectionId id, Transport transport, BooleanSupplier held) {
    if (logins.getOrDefault(id, Set.of()).stream().anyMatch(other -> other != transport)
        || held.getAsBoolean()) {
      return false;
    }
    begin(id, transport);
    return true;
  }

  /** Begins a login, even if another connection has its id. */
  synchronized void begin(ConnectionId id, Transport transport) {
    end(transport);
    ids.put(transport, id);
    logins.computeIfAbsent(id, unused -> new HashSet<>(2)).add(transport);
  }

  /** Ends the login of a connection, or forgets the connection. */
  synchronized void end(Transport transport) {
    ConnectionId id = ids.remove(transport);
    if (id != null) {
      Set<Transport> ofId = logins.get(id);
      ofId.remove(transport);
      if (ofId.isEmpty()) {
        logins.remove(id);
      }
    }
  }

  /** Returns the number of logins in progress. */
  synchronized int size() {
    return Math.max(ids.size(), logins.size());
  }
}
