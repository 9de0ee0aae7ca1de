package io.portcullis.broker;

import io.portcullis.policy.BodyDemand;
import io.portcullis.policy.BodyDemands;
import io.portcullis.policy.DestinationKind;
import io.portcullis.policy.DestinationName;
import io.portcullis.rule.DestinationFacts;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.activemq.command.ActiveMQDestination;
import org.apache.activemq.command.ActiveMQQueue;
import org.apache.activemq.command.ActiveMQTopic;

/**
 * What ActiveMQ's destinations demand of a body: looked up once for each and remembered, within
 * bounds.
 */
public final class Demands {

  private static final int REMEMBERED = 20_000;

  /** Longer names are looked up every time, so that nobody fills the memory with them. */
  private static final int REMEMBERED_LENGTH = 256;

  /** Advisories that hold the message which found no consumer, behind the destination's name. */
  private static final String NO_QUEUE_CONSUMER = "ActiveMQ.Advisory.NoConsumer.Queue.";

  private static final String NO_TOPIC_CONSUMER = "ActiveMQ.Advisory.NoConsumer.Topic.";

  private final BodyDemands policy;
  private final Map<ActiveMQDestination, DestinationFacts> known = new ConcurrentHashMap<>();

  /** Remembers what {@code policy} says. */
  public Demands(BodyDemands policy) {
    this.policy = policy;
  }

  /** The demand of a destination. Names are chosen by clients, so only so many are remembered. */
  public DestinationFacts of(ActiveMQDestination destination) {
    DestinationFacts facts = known.get(destination);
    if (facts != null) {
      return facts;
    }
    facts = look(destination);
    if (destination.getPhysicalName().length() <= REMEMBERED_LENGTH) {
      if (known.size() >= REMEMBERED) {
        known.clear();
      }
      known.put(withoutOptions(destination), facts);
    }
    return facts;
  }

  /** The policy that is remembered. */
  public BodyDemands policy() {
    return policy;
  }

  /** How many destinations are remembered. */
  int remembered() {
    return known.size();
  }

  /**
   * The same destination, without what a client may put behind its name; the same object where that
   * is nothing, since a key that is found by identity need not be read.
   */
  static ActiveMQDestination withoutOptions(ActiveMQDestination destination) {
    if (destination.getOptions() == null) {
      return destination;
    }
    return ActiveMQDestination.createDestination(
        destination.getPhysicalName(), destination.getDestinationType());
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
    ActiveMQDestination origin = origin(destination);
    return new DestinationFacts(
        destination.getQualifiedName(),
        name(origin).spelledOut(),
        destination.isComposite(),
        demands(origin));
  }

  /** Of an advisory that carries a client's message, where the message was sent to. */
  private static ActiveMQDestination origin(ActiveMQDestination destination) {
    String name = destination.getPhysicalName();
    if (destination.isComposite() || !destination.isTopic()) {
      return destination;
    }
    if (name.startsWith(NO_QUEUE_CONSUMER)) {
      return new ActiveMQQueue(name.substring(NO_QUEUE_CONSUMER.length()));
    }
    if (name.startsWith(NO_TOPIC_CONSUMER)) {
      return new ActiveMQTopic(name.substring(NO_TOPIC_CONSUMER.length()));
    }
    return destination;
  }

  private List<BodyDemand> demands(ActiveMQDestination destination) {
    ActiveMQDestination[] parts =
        destination.isComposite()
            ? destination.getCompositeDestinations()
            : new ActiveMQDestination[] {destination};
    return Arrays.stream(parts).map(part -> policy.of(name(part))).distinct().toList();
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
