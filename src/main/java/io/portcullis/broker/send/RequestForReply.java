package io.portcullis.broker.send;

import io.portcullis.broker.platform.DestinationNames;
import io.portcullis.policy.DestinationName;
import java.util.ArrayList;
import java.util.List;
import org.apache.activemq.command.ActiveMQDestination;
import org.apache.activemq.command.ActiveMQQueue;
import org.apache.activemq.command.ActiveMQTopic;

/**
 * Recognizes messages that the broker's own services obey: those to the statistics plugin and to
 * the scheduler. ActiveMQ identifies these services by the destination's name alone, whatever its
 * kind. The client names the destination of the reply, and ActiveMQ does not check whether the
 * client may write there.
 */
public final class RequestForReply {

  private static final String STATISTICS = "ActiveMQ.Statistics.";
  private static final String SCHEDULER = "ActiveMQ.Scheduler.Management";

  /** What the statistics plugin answers; everything else goes on to a destination of that name. */
  private static final List<String> QUERIES =
      List.of(STATISTICS + "Destination", STATISTICS + "Broker", STATISTICS + "Subscription");

  /** A level that no entry of a map names, so that only an entry for all levels matches it. */
  private static final String ANY_LEVEL = "portcullis-probe-3f9d2c";

  private static final ActiveMQTopic OF_SCHEDULER = new ActiveMQTopic(SCHEDULER);

  private RequestForReply() {}

  /**
   * Whether a destination, or a part of it, has the name of a service and is not of its kind: the
   * scheduler has a topic, statistics have queues and topics.
   */
  public static boolean isMisplaced(ActiveMQDestination destination) {
    if (destination.isComposite()) {
      for (ActiveMQDestination part : destination.getCompositeDestinations()) {
        if (isMisplaced(part)) {
          return true;
        }
      }
      return false;
    }
    return destination.isTemporary()
        ? isAnswered(destination)
        : destination.isQueue() && reaches(destination, SCHEDULER);
  }

  /** Whether the statistics plugin answers what is sent there, and nothing goes on from it. */
  public static boolean isQuery(ActiveMQDestination destination) {
    return !destination.isComposite()
        && !destination.isTemporary()
        && QUERIES.stream().anyMatch(destination.getPhysicalName()::startsWith);
  }

  /**
   * Where somebody must be allowed to write who sends a request there, beside the destination
   * itself: to the scheduler's topic, however its name is written; and for a query about many
   * destinations to all of those names, and not only to one of them.
   */
  public static List<ActiveMQDestination> rightsFor(ActiveMQDestination destination) {
    List<ActiveMQDestination> needed = new ArrayList<>();
    if (reaches(destination, SCHEDULER) && !destination.equals(OF_SCHEDULER)) {
      needed.add(OF_SCHEDULER);
    }
    DestinationName name = DestinationNames.of(destination);
    if (isQuery(destination) && name.isPattern()) {
      needed.add(named(destination, name.withLevels(ANY_LEVEL, ANY_LEVEL)));
      needed.add(named(destination, name.withLevels(ANY_LEVEL, ANY_LEVEL + "." + ANY_LEVEL)));
    }
    return needed;
  }

  private static ActiveMQDestination named(ActiveMQDestination like, String name) {
    return like.isQueue() ? new ActiveMQQueue(name) : new ActiveMQTopic(name);
  }

  /** Whether a destination, or a part of it, has the name of a service, of whatever kind it is. */
  public static boolean isAnswered(ActiveMQDestination destination) {
    return reaches(destination, STATISTICS) || reaches(destination, SCHEDULER);
  }

  /** Whether the answer may hold what others sent: bodies of scheduled messages. */
  public static boolean isAnsweredWithBodies(ActiveMQDestination destination) {
    return reaches(destination, SCHEDULER);
  }

  /** ActiveMQ compares these names without regard to case, in exactly this way. */
  private static boolean reaches(ActiveMQDestination destination, String prefix) {
    if (!destination.isComposite()) {
      return destination.getPhysicalName().regionMatches(true, 0, prefix, 0, prefix.length());
    }
    for (ActiveMQDestination part : destination.getCompositeDestinations()) {
      if (reaches(part, prefix)) {
        return true;
      }
    }
    return false;
  }
}
