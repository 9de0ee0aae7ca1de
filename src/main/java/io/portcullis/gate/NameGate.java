package io.portcullis.gate;

import io.portcullis.broker.platform.DestinationNames;
import io.portcullis.broker.platform.PathSeparators;
import io.portcullis.broker.platform.Subjects;
import io.portcullis.broker.send.RequestForReply;
import io.portcullis.enforce.Enforcer;
import io.portcullis.enforce.Moment;
import io.portcullis.enforce.Refusal;
import io.portcullis.enforce.Subject;
import io.portcullis.policy.DestinationName;
import io.portcullis.rule.NameFacts;
import io.portcullis.rule.TargetFacts;
import io.portcullis.rule.Violation;
import java.util.List;
import org.apache.activemq.broker.ConnectionContext;
import org.apache.activemq.command.ActiveMQDestination;

/**
 * Judges the names of destinations that clients choose. It refuses names that exceed a bound and
 * names that no client may create. Every method throws a {@link SecurityException} if it refuses.
 */
final class NameGate {

  private final Enforcer enforcer;
  private final PathSeparators separators;

  NameGate(Enforcer enforcer, PathSeparators separators) {
    this.enforcer = enforcer;
    this.separators = separators;
  }

  /** Judges the size of a name before it is parsed. For a short name it costs a comparison. */
  void judgeLength(ConnectionContext context, ActiveMQDestination destination) {
    if (!NameInspector.isShort(destination) && !SendGate.isSentByBroker(context)) {
      NameFacts name = NameInspector.count(String.valueOf(context.getUserName()), destination);
      refuse(
          enforcer.judge(Moment.CONNECTION, Subjects.of(context), name, rule -> rule.judge(name)));
    }
  }

  /** Returns the destination that ActiveMQ will use. */
  ActiveMQDestination translate(ActiveMQDestination destination) {
    return separators.translate(destination);
  }

  /**
   * Judges a destination that a client creates, also by registering a producer for it. A producer
   * may be registered for destinations that the statistics plugin answers.
   */
  void judgeCreation(ConnectionContext context, ActiveMQDestination asked, boolean registration) {
    if (SendGate.isSentByBroker(context)) {
      return;
    }
    ActiveMQDestination destination = separators.translate(asked);
    DestinationName name = DestinationNames.of(destination);
    if (!name.isPattern() || (registration && RequestForReply.isQuery(destination))) {
      return;
    }
    TargetFacts target = new TargetFacts(String.valueOf(context.getUserName()), name, true, false);
    Subject subject = Subjects.of(context, destination);
    refuse(enforcer.judge(Moment.CONNECTION, subject, target, rule -> rule.judge(target)));
  }

  private static void refuse(List<Violation> refused) {
    if (!refused.isEmpty()) {
      throw Refusal.of(refused.get(0));
    }
  }
}
