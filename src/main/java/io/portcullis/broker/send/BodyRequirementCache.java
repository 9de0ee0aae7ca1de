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

  /**
   * Prefixes of advisories that contain a message without a consumer, before the destination's
   * name.
   */
  private static final String NO_QUEUE_CONSUMER = "ActiveMQ.Advisory.NoConsumer.Queue.";

  private static final String NO_TOPIC_CONSUMER = "ActiveMQ.Advisory.NoConsumer.Topic.";

  private final BodyRequirements policy;
  private final Map<ActiveMQDestination, DestinationFacts> known = new ConcurrentHashMap<>();

  /** Caches the requirements of {@code policy}. */
  public BodyRequirementCache(BodyRequirements policy) {
    this.policy = policy;
  }

  /**
   * Returns the requirements of a destination. Clients choose the names, so the cache is bounded.
   */
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

  /** Returns the policy. */
  public BodyRequirements policy() {
    return policy;
  }

  /** Returns the number of cached destinations. */
  int remembered() {
    return known.size();
  }

  /** Tells whether some destinations need no encrypted bodies. */
  public boolean exemptSome() {
    return policy.exemptSome();
  }

  /** Forgets a removed destination. */
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

  /** Returns the original destination of the client's message in an advisory. */
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
