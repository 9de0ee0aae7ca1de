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

  /**
   * The names that the statistics plugin answers. Other messages are stored on the destination of
   * that name.
   */
  private static final List<String> QUERIES =
      List.of(STATISTICS + "Destination", STATISTICS + "Broker", STATISTICS + "Subscription");

  /** A level that no entry of a map names. So only an entry for all levels matches it. */
  private static final String ANY_LEVEL = "portcullis-probe-3f9d2c";

  private static final ActiveMQTopic OF_SCHEDULER = new ActiveMQTopic(SCHEDULER);

  private RequestForReply() {}

  /**
   * Tells whether a destination, or a part of it, has the name of a service and the wrong kind. The
   * scheduler has a topic; statistics have queues and topics.
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

  /** Tells whether the statistics plugin answers a message there and does not pass it on. */
  public static boolean isQuery(ActiveMQDestination destination) {
    return !destination.isComposite()
        && !destination.isTemporary()
        && QUERIES.stream().anyMatch(destination.getPhysicalName()::startsWith);
  }

  /**
   * Returns the other destinations that a request needs the right to write to. For the scheduler it
   * is the scheduler's topic, in any spelling. For a query about many destinations it is all of
   * these names.
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

  /** Tells whether a destination, or a part of it, has the name of a service, whatever its kind. */
  public static boolean isAnswered(ActiveMQDestination destination) {
    return reaches(destination, STATISTICS) || reaches(destination, SCHEDULER);
  }

  /** Tells whether the reply may contain bodies of others' scheduled messages. */
  public static boolean isAnsweredWithBodies(ActiveMQDestination destination) {
    return reaches(destination, SCHEDULER);
  }

  /** Compares names without regard to case, exactly as ActiveMQ does. */
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
