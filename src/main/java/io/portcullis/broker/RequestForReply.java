package io.portcullis.broker;

import org.apache.activemq.command.ActiveMQDestination;

/**
 * Messages that make the broker itself send something to a destination that the client names: those
 * to the statistics plugin and to the scheduler. ActiveMQ does not ask whether the client may write
 * there.
 */
public final class RequestForReply {

  private static final String STATISTICS = "ActiveMQ.Statistics.";
  private static final String SCHEDULER = "ActiveMQ.Scheduler.Management";

  private RequestForReply() {}

  /** Whether what is sent there, or to a part of it, is such a request. */
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
