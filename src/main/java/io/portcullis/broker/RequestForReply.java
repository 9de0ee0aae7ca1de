package io.portcullis.broker;

import java.util.Locale;
import java.util.Optional;
import org.apache.activemq.command.ActiveMQDestination;
import org.apache.activemq.command.Message;

/**
 * Messages that make the broker itself send something to a destination that the client names: those
 * to the statistics plugin and to the scheduler. ActiveMQ does not ask whether the client may write
 * there.
 */
public final class RequestForReply {

  private static final String STATISTICS = "activemq.statistics.";
  private static final String SCHEDULER = "activemq.scheduler.management";

  private RequestForReply() {}

  /** Where such a message wants its answer; empty for all other messages. */
  public static Optional<ActiveMQDestination> to(Message message) {
    ActiveMQDestination reply = message.getReplyTo();
    if (reply == null || !isService(message.getDestination().getPhysicalName())) {
      return Optional.empty();
    }
    return Optional.of(reply);
  }

  /** ActiveMQ compares these names without regard to case. */
  private static boolean isService(String name) {
    if (name.length() < STATISTICS.length() || !name.regionMatches(true, 0, "ActiveMQ.", 0, 9)) {
      return false;
    }
    String lower = name.toLowerCase(Locale.ROOT);
    return lower.startsWith(STATISTICS) || lower.startsWith(SCHEDULER);
  }
}
