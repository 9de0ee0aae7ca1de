package io.portcullis.gate;

import io.portcullis.broker.platform.Subjects;
import io.portcullis.broker.rights.AuthorizationMapView;
import io.portcullis.broker.rights.CurrentPrincipals;
import io.portcullis.broker.send.ScheduledSends;
import io.portcullis.enforce.Enforcer;
import io.portcullis.enforce.Moment;
import io.portcullis.enforce.Subject;
import io.portcullis.rule.AuthorizationFacts.Source;
import io.portcullis.rule.RightFacts;
import io.portcullis.rule.Violation;
import java.io.IOException;
import java.security.Principal;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.activemq.broker.ProducerBrokerExchange;
import org.apache.activemq.command.ActiveMQDestination;
import org.apache.activemq.command.Message;

/**
 * Judges messages that the broker itself sends. {@link SendGate} judges what a destination
 * forwards. This class judges a scheduled message again when it arrives, by its user's current
 * right to write and by the destination's current body policy.
 *
 * <p>If it refuses a scheduled message, the message does not arrive and its job ends. A message
 * without a user was scheduled by the broker or before the gate was installed. It passes.
 */
final class ScheduleGate implements DestinationGate.Judge {

  private final Enforcer enforcer;
  private final SendGate sends;
  private final AuthorizationMapView rights;
  private final ScheduledSends scheduled;
  private final CurrentPrincipals principals;

  ScheduleGate(
      Enforcer enforcer,
      SendGate sends,
      AuthorizationMapView rights,
      ScheduledSends scheduled,
      CurrentPrincipals principals) {
    this.enforcer = enforcer;
    this.sends = sends;
    this.rights = rights;
    this.scheduled = scheduled;
    this.principals = principals;
  }

  @Override
  public boolean passes(
      ProducerBrokerExchange exchange,
      Message message,
      ActiveMQDestination first,
      ActiveMQDestination sentTo,
      ActiveMQDestination destination) {
    return sends.judgeSentOn(exchange, message, first, sentTo, destination);
  }

  @Override
  public boolean isDue(
      ProducerBrokerExchange exchange, Message message, ActiveMQDestination destination)
      throws IOException {
    Optional<String> user = scheduled.takeUser(message);
    if (user.isEmpty()) {
      return true;
    }
    List<Violation> violations = new ArrayList<>(judgeRight(user.get(), destination));
    violations.addAll(sends.judgeBody(message, destination));
    if (violations.isEmpty()) {
      return true;
    }
    Subject sender =
        new Subject(
            "",
            "",
            Subjects.text(user.get()),
            "",
            "",
            Subjects.text(destination.getQualifiedName()),
            !user.get().isEmpty());
    List<Violation> refused = enforcer.enforce(Moment.SEND, sender, violations);
    if (refused.isEmpty()) {
      return true;
    }
    sends.keep(message, destination, sender, refused.get(0));
    scheduled.end(message);
    return false;
  }

  /**
   * Judges the right of the user. If users need no rights, none was lost. If the user is unknown,
   * nothing can be checked.
   */
  private List<Violation> judgeRight(String user, ActiveMQDestination destination) {
    if (rights.source() != Source.OPERATOR && rights.source() != Source.DEFAULT) {
      return List.of();
    }
    Optional<Set<Principal>> now = user.isEmpty() ? Optional.empty() : principals.of(user);
    if (now.isEmpty()) {
      return List.of();
    }
    RightFacts right = rights.write(user, now.get(), destination);
    return enforcer.now().rules().judge(right, rule -> rule.judge(right));
  }
}
