package io.portcullis.broker;

import java.util.Collections;
import java.util.Set;
import java.util.WeakHashMap;
import java.util.stream.Stream;
import org.apache.activemq.broker.BrokerService;
import org.apache.activemq.broker.Connection;
import org.apache.activemq.broker.ConnectionContext;
import org.apache.activemq.broker.TransportConnection;
import org.apache.activemq.broker.TransportConnector;
import org.apache.activemq.network.NetworkBridge;
import org.apache.activemq.network.NetworkConnector;
import org.apache.activemq.transport.vm.VMTransport;

/**
 * The local ends of this broker's bridges. A connection is one of them if a bridge of the broker
 * holds the other end of its {@code vm://} transport. Flags, user names and addresses that a client
 * chooses prove nothing.
 *
 * <p>Each {@code vm://} transport has a number that no other in the JVM has. A bridge says the
 * number of the end that it is connected to.
 *
 * <p>Bridges that a peer asked for count too, where the operator lets them in: the gate refuses
 * them before they are made.
 */
public final class OwnLinks {

  private final BrokerService service;

  /** A bridge that ends is no longer listed, and takes what it made with it after that. */
  private final Set<Connection> proved =
      Collections.synchronizedSet(Collections.newSetFromMap(new WeakHashMap<>()));

  /** Of a broker. */
  public OwnLinks(BrokerService service) {
    this.service = service;
  }

  /** Whether a connection is the local end of a bridge. */
  public boolean include(ConnectionContext context) {
    Connection connection = context.getConnection();
    if (!(connection instanceof TransportConnection live)) {
      return false;
    }
    VMTransport end = live.getTransport().narrow(VMTransport.class);
    if (end == null) {
      return false;
    }
    if (proved.contains(connection)) {
      return true;
    }
    boolean own = bridges().anyMatch(bridge -> end.toString().equals(bridge.getLocalAddress()));
    if (own) {
      proved.add(connection);
    }
    return own;
  }

  private Stream<NetworkBridge> bridges() {
    return Stream.concat(
        service.getNetworkConnectors().stream()
            .map(NetworkConnector::activeBridges)
            .flatMap(bridges -> bridges.stream()),
        service.getTransportConnectors().stream()
            .map(TransportConnector::getConnections)
            .flatMap(connections -> connections.stream())
            .flatMap(this::madeFor));
  }

  private Stream<NetworkBridge> madeFor(TransportConnection peer) {
    return Stream.ofNullable((NetworkBridge) ActiveMqInternals.DUPLEX_BRIDGE.get(peer));
  }
}
