package io.portcullis.broker.send;

import io.portcullis.broker.platform.DestinationNames;
import io.portcullis.policy.BodyRequirements;
import io.portcullis.policy.DestinationKind;
import io.portcullis.policy.DestinationName;
import io.portcullis.rule.DestinationFacts;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.activemq.command.ActiveMQDestination;

/**
 * Caches what the body policy requires of each destination. Each destination is looked up once. The
 * cache is bounded.
 */
public final class BodyRequirementCache {

  private static final int REMEMBERED = 20_000;

  /** Advisories that hold the message which found no consumer, behind the destination's name. */
  private static final String NO_QUEUE_CONSUMER = "ActiveMQ.Advisory.NoConsumer.Queue.";

  private static final String NO_TOPIC_CONSUMER = "ActiveMQ.Advisory.NoConsumer.Topic.";

  private final BodyRequirements policy;
  private final Map<ActiveMQDestination, DestinationFacts> known = new ConcurrentHashMap<>();

  /** Remembers what {@code policy} says. */
  public BodyRequirementCache(BodyRequirements policy) {
    this.policy = policy;
  }

  /** The demand of a destination. Names are chosen by clients, so only so many are remembered. */
  public DestinationFacts of(ActiveMQDestination destination) {
    DestinationFacts facts = known.get(destination);
    if (facts != null) {
      return facts;
    }
    facts = look(destination);
    if (DestinationNames.isCacheable(destination)) {
      if (known.size() >= REMEMBERED) {
        known.clear();
      }
      known.put(destination, facts);
    }
    return facts;
  }

  /** The policy that is remembered. */
  public BodyRequirements policy() {
    return policy;
  }

  /** How many destinations are remembered. */
  int remembered() {
    return known.size();
  }

  /** Whether there are destinations that need no encrypted bodies. */
  public boolean exemptSome() {
    return policy.exemptSome();
  }

  /** Forgets a destination that is gone. */
  public void forget(ActiveMQDestination destination) {
    known.remove(destination);
  }

  private DestinationFacts look(ActiveMQDestination destination) {
    DestinationName name = DestinationNames.of(destination);
    DestinationName origin = origin(name, destination);
    return new DestinationFacts(
        name.shown(),
        origin,
        destination.isComposite(),
        RequestForReply.isQuery(destination)
            ? List.of(policy.ofQuery(name))
            : origin.parts().stream().map(policy::of).distinct().toList(),
        name.isPattern() || RequestForReply.isAnswered(destination));
  }

  /** Of an advisory that carries a client's message, where the message was sent to. */
  private static DestinationName origin(DestinationName name, ActiveMQDestination destination) {
    if (destination.isComposite() || name.kind() != DestinationKind.TOPIC) {
      return name;
    }
    if (name.name().startsWith(NO_QUEUE_CONSUMER)) {
      return DestinationName.queue(name.name().substring(NO_QUEUE_CONSUMER.length()));
    }
    if (name.name().startsWith(NO_TOPIC_CONSUMER)) {
      return DestinationName.topic(name.name().substring(NO_TOPIC_CONSUMER.length()));
    }
    return name;
  }
}
