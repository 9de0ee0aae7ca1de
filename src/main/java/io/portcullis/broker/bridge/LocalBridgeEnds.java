package io.portcullis.broker.bridge;

import io.portcullis.broker.platform.ActiveMqInternals;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.WeakHashMap;
import java.util.stream.Stream;
import org.apache.activemq.broker.BrokerService;
import org.apache.activemq.broker.Connection;
import org.apache.activemq.broker.ConnectionContext;
import org.apache.activemq.broker.TransportConnection;
import org.apache.activemq.broker.TransportConnector;
import org.apache.activemq.network.NetworkBridge;
import org.apache.activemq.transport.vm.VMTransport;

/**
 * Recognizes the local ends of this broker's bridges. A connection is one if a bridge of the broker
 * holds the other end of its {@code vm://} transport. Flags, user names and addresses prove
 * nothing, because a client chooses them.
 *
 * <p>Each {@code vm://} transport has a number that is unique in the JVM. A bridge tells the number
 * of the end that it is connected to.
 *
 * <p>Bridges that a peer asked for count too, if the operator allows them. Otherwise the gate
 * refuses them before they exist.
 */
public final class LocalBridgeEnds {

  private final BrokerService service;

  /**
   * The connections that were recognized, with their peers. An ended bridge is no longer listed,
   * but still removes what it created.
   */
  private final Map<Connection, String> proved = Collections.synchronizedMap(new WeakHashMap<>());

  /** Recognizes the bridges of a broker. */
  public LocalBridgeEnds(BrokerService service) {
    this.service = service;
  }

  /** Tells whether a connection is the local end of a bridge. */
  public boolean include(ConnectionContext context) {
    return peer(context).isPresent();
  }

  /**
   * Returns the address of the bridge's peer, if a connection is a bridge's local end; empty
   * otherwise. It is the address that was connected to, which no peer chooses.
   */
  public Optional<String> peer(ConnectionContext context) {
    Connection connection = context.getConnection();
    if (!(connection instanceof TransportConnection live)) {
      return Optional.empty();
    }
    VMTransport end = live.getTransport().narrow(VMTransport.class);
    if (end == null) {
      return Optional.empty();
    }
    Optional<String> known = Optional.ofNullable(proved.get(connection));
    if (known.isPresent()) {
      return known;
    }
    Optional<String> own = peers(end.toString()).findFirst();
    own.ifPresent(peer -> proved.put(connection, peer));
    return own;
  }

  private Stream<String> peers(String end) {
    return Stream.concat(
            service.getNetworkConnectors().stream()
                .flatMap(connector -> connector.activeBridges().stream()),
            service.getTransportConnectors().stream()
                .map(TransportConnector::getConnections)
                .flatMap(connections -> connections.stream())
                .flatMap(this::madeFor))
        .filter(bridge -> end.equals(bridge.getLocalAddress()))
        .map(bridge -> bridge.getRemoteAddress() == null ? end : bridge.getRemoteAddress());
  }

  private Stream<NetworkBridge> madeFor(TransportConnection peer) {
    return Stream.ofNullable((NetworkBridge) ActiveMqInternals.DUPLEX_BRIDGE.get(peer));
  }
}
