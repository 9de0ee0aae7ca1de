package io.portcullis.broker.bridge;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
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

  /** Remembers that a bridge to a peer makes one that is not there. */
  public void claim(String peer, ActiveMQDestination destination) {
    made.putIfAbsent(Name.of(destination), peer);
  }

  /** Whether a bridge to this peer made it; there may be several, and the last one removes it. */
  public boolean isFor(String peer, ActiveMQDestination destination) {
    return peer.equals(made.get(Name.of(destination)));
  }

  /** Forgets one that is gone. */
  public void forget(ActiveMQDestination destination) {
    made.remove(Name.of(destination));
  }
}
