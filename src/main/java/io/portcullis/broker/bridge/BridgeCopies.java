package io.portcullis.broker.bridge;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BooleanSupplier;
import org.apache.activemq.command.ActiveMQDestination;

/**
 * Records for which peer this broker's bridges created which copy of a temporary destination. It
 * forgets a copy that is gone.
 */
public final class BridgeCopies {

  /** The name of a copy. */
  private record Name(boolean topic, String physicalName) {
    static Name of(ActiveMQDestination destination) {
      return new Name(destination.isTopic(), destination.getPhysicalName());
    }
  }

  private final Map<Name, String> made = new ConcurrentHashMap<>();

  /** Records that a bridge to a peer creates a copy, unless it exists. */
  public void claim(String peer, ActiveMQDestination destination) {
    made.putIfAbsent(Name.of(destination), peer);
  }

  /**
   * Tells whether a bridge to this peer created it. There may be several such bridges, and the last
   * one removes it.
   */
  public boolean isFor(String peer, ActiveMQDestination destination) {
    return peer.equals(made.get(Name.of(destination)));
  }

  /**
   * Forgets a removed copy. Another bridge may create it anew at this moment.
   *
   * @param exists whether it exists
   */
  public void forget(ActiveMQDestination destination, BooleanSupplier exists) {
    Name name = Name.of(destination);
    String peer = made.remove(name);
    if (peer != null && exists.getAsBoolean()) {
      made.putIfAbsent(name, peer);
    }
  }
}
