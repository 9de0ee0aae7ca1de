package io.portcullis.gate;

import io.portcullis.broker.platform.DestinationNames;
import io.portcullis.broker.platform.PathSeparators;
import io.portcullis.broker.platform.Subjects;
import io.portcullis.broker.rights.AuthorizationMapView;
import io.portcullis.broker.send.BodyRequirementCache;
import io.portcullis.broker.send.Quarantine;
import io.portcullis.broker.send.RequestForReply;
import io.portcullis.enforce.ActivePolicy;
import io.portcullis.enforce.Enforcer;
import io.portcullis.enforce.Moment;
import io.portcullis.enforce.Refusal;
import io.portcullis.policy.DestinationName;
import io.portcullis.policy.Resource;
import io.portcullis.rule.AuthorizationFacts.Source;
import io.portcullis.rule.Fault;
import io.portcullis.rule.Named;
import io.portcullis.rule.RightFacts;
import io.portcullis.rule.RuleIds;
import io.portcullis.rule.TargetFacts;
import io.portcullis.rule.Violation;
import java.util.ArrayList;
import java.util.List;
import org.apache.activemq.broker.ConnectionContext;
import org.apache.activemq.command.ActiveMQDestination;
import org.apache.activemq.command.Message;
import org.apache.activemq.security.SecurityContext;

/**
 * Judges messages to special destinations: a pattern, a composite, or a name of the broker's own
 * services. These services reply to any destination that a request names.
 */
final class RequestGate {

  private static final Fault OPEN_REPLY =
      new Fault(
          "scheduler-reply-open",
          "the scheduler would send bodies there that need not be encrypted",
          "let it reply to a destination that takes any body");

  private final Enforcer enforcer;
  private final Quarantine quarantine;
  private final AuthorizationMapView rights;
  private final PathSeparators separators;

  RequestGate(
      Enforcer enforcer,
      Quarantine quarantine,
      AuthorizationMapView rights,
      PathSeparators separators) {
    this.enforcer = enforcer;
    this.quarantine = quarantine;
    this.rights = rights;
    this.separators = separators;
  }

  /**
   * Judges a message.
   *
   * @param requirements the body requirements of {@code now}
   * @param to its destination, by the name that ActiveMQ will use
   * @throws SecurityException if it is refused
   */
  void judge(
      ActivePolicy now,
      BodyRequirementCache requirements,
      ConnectionContext context,
      ActiveMQDestination to,
      Message message) {
    ActiveMQDestination replyTo = message.getReplyTo();
    boolean query = replyTo != null && RequestForReply.isQuery(to);
    refuse(now, context, to, target(now, context, to, query));
    if (replyTo != null && RequestForReply.isAnswered(to)) {
      judgeReply(now, requirements, context, to, separators.translate(replyTo));
    }
    for (ActiveMQDestination needed : RequestForReply.rightsFor(to)) {
      RightFacts right = rights.write(context, needed);
      refuse(now, context, to, now.rules().judge(named("request", to), r -> r.judge(right)));
    }
  }

  private List<Violation> target(
      ActivePolicy now, ConnectionContext context, ActiveMQDestination destination, boolean query) {
    DestinationName name = DestinationNames.of(destination);
    TargetFacts target =
        new TargetFacts(
            String.valueOf(context.getUserName()),
            name,
            name.isPattern() && !query,
            RequestForReply.isMisplaced(destination));
    return now.rules().judge(target, rule -> rule.judge(target));
  }

  /**
   * Judges a message to several destinations, which needs the right on each. Some of ActiveMQ's
   * maps answer for all parts together, and give a right that the user has on only one of them.
   *
   * @throws SecurityException if it is refused
   */
  void judgeParts(ActivePolicy now, ConnectionContext context, ActiveMQDestination to) {
    if (rights.source() == Source.NOT_INSTALLED) {
      return;
    }
    SecurityContext security = context.getSecurityContext();
    for (ActiveMQDestination part : to.getCompositeDestinations()) {
      if (security == null || !security.getAuthorizedWriteDests().containsKey(part)) {
        RightFacts right = rights.write(context, part);
        refuse(now, context, part, now.rules().judge(named("message", part), r -> r.judge(right)));
      }
    }
  }

  /**
   * Judges a request whose reply the broker sends to any destination that the request names.
   * ActiveMQ does not check the right. The scheduler's replies contain bodies of messages that were
   * sent to other destinations, under their policies.
   */
  private void judgeReply(
      ActivePolicy now,
      BodyRequirementCache requirements,
      ConnectionContext context,
      ActiveMQDestination to,
      ActiveMQDestination reply) {
    quarantine.refuseSendersTo(context, reply);
    List<Violation> violations = new ArrayList<>(target(now, context, reply, false));
    for (ActiveMQDestination part :
        reply.isComposite()
            ? reply.getCompositeDestinations()
            : new ActiveMQDestination[] {reply}) {
      RightFacts right = rights.write(context, part);
      violations.addAll(now.rules().judge(named("reply", part), rule -> rule.judge(right)));
    }
    if (RequestForReply.isAnsweredWithBodies(to)
        && (requirements.exemptSome() || now.waives(RuleIds.REQUIRE_ENCRYPTED_BODY))
        && !requirements.of(reply).open()) {
      violations.add(
          Violation.of(RuleIds.REQUIRE_ENCRYPTED_BODY, named("reply", reply), OPEN_REPLY));
    }
    refuse(now, context, reply, violations);
  }

  private static Named named(String what, ActiveMQDestination destination) {
    DestinationName name = DestinationNames.of(destination);
    return new Named(Resource.destination(name), "%s to %s".formatted(what, name.shown()));
  }

  private void refuse(
      ActivePolicy now,
      ConnectionContext context,
      ActiveMQDestination destination,
      List<Violation> violations) {
    if (violations.isEmpty()) {
      return;
    }
    List<Violation> refused =
        enforcer.enforce(now, Moment.SEND, Subjects.of(context, destination), violations);
    if (!refused.isEmpty()) {
      throw Refusal.of(refused.get(0));
    }
  }
}
