package io.portcullis.broker;

import io.portcullis.policy.BodyDemand;
import io.portcullis.policy.BodyDemands;
import io.portcullis.policy.DestinationKind;
import io.portcullis.policy.DestinationName;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.activemq.command.ActiveMQDestination;

/**
 * What ActiveMQ's destinations demand of a body: looked up once for each and remembered, within
 * bounds.
 */
public final class Demands {

  private static final int REMEMBERED = 20_000;

  /**
   * A destination's demand.
   *
   * @param destination its qualified name
   * @param body what it demands of a body; of a composite destination, the strictest of its parts
   */
  public record Demand(String destination, BodyDemand body) {}

  private final BodyDemands policy;
  private final Map<ActiveMQDestination, Demand> known = new ConcurrentHashMap<>();

  /** Remembers what {@code policy} says. */
  public Demands(BodyDemands policy) {
    this.policy = policy;
  }

  /** The demand of a destination. Names are chosen by clients, so only so many are remembered. */
  public Demand of(ActiveMQDestination destination) {
    Demand demand = known.get(destination);
    if (demand != null) {
      return demand;
    }
    demand = new Demand(destination.getQualifiedName(), body(destination));
    if (!destination.isTemporary()) {
      if (known.size() >= REMEMBERED) {
        known.clear();
      }
      known.put(destination, demand);
    }
    return demand;
  }

  /** Forgets a destination that is gone. */
  public void forget(ActiveMQDestination destination) {
    known.remove(destination);
  }

  private BodyDemand body(ActiveMQDestination destination) {
    if (!destination.isComposite()) {
      return policy.of(name(destination));
    }
    for (ActiveMQDestination part : destination.getCompositeDestinations()) {
      if (body(part) == BodyDemand.ENCRYPTED) {
        return BodyDemand.ENCRYPTED;
      }
    }
    return BodyDemand.ANY;
  }

  /** ActiveMQ's name as the rules know it. */
  public static DestinationName name(ActiveMQDestination destination) {
    DestinationKind kind;
    if (destination.isTemporary()) {
      kind =
          destination.isQueue() ? DestinationKind.TEMPORARY_QUEUE : DestinationKind.TEMPORARY_TOPIC;
    } else {
      kind = destination.isQueue() ? DestinationKind.QUEUE : DestinationKind.TOPIC;
    }
    return new DestinationName(kind, destination.getPhysicalName());
  }
}
