package io.portcullis.broker;

import io.portcullis.policy.BodyRequirements;
import io.portcullis.policy.DestinationKind;
import io.portcullis.policy.DestinationName;
import io.portcullis.rule.DestinationFacts;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.activemq.command.ActiveMQDestination;

/**
 * What ActiveMQ's destinations demand of a body: looked up once for each and remembered, within
 * bounds.
 */
public final class BodyRequirementCache {

  private static final int REMEMBERED = 20_000;

  /** Longer names are looked up every time, so that nobody fills the memory with them. */
  private static final int REMEMBERED_LENGTH = 256;

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
    if (isRemembered(destination)) {
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

  /**
   * Whether a destination may be a key of what is remembered. Its object is the key, since ActiveMQ
   * makes another destination of some names when it reads them again. One that came with options
   * would keep them, which are a client's and as long as it likes; so it is looked up each time.
   */
  static boolean isRemembered(ActiveMQDestination destination) {
    return destination.getOptions() == null
        && destination.getPhysicalName().length() <= REMEMBERED_LENGTH;
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
    DestinationName name = name(destination);
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

  /** ActiveMQ's name as the rules know it, with the parts that ActiveMQ made of it. */
  public static DestinationName name(ActiveMQDestination destination) {
    DestinationKind kind;
    if (destination.isTemporary()) {
      kind =
          destination.isQueue() ? DestinationKind.TEMPORARY_QUEUE : DestinationKind.TEMPORARY_TOPIC;
    } else {
      kind = destination.isQueue() ? DestinationKind.QUEUE : DestinationKind.TOPIC;
    }
    if (!destination.isComposite()) {
      return new DestinationName(kind, destination.getPhysicalName());
    }
    List<DestinationName> parts = new ArrayList<>();
    for (ActiveMQDestination part : destination.getCompositeDestinations()) {
      parts.addAll(name(part).parts());
    }
    return new DestinationName(kind, destination.getPhysicalName(), parts);
  }
}
