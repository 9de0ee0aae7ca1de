package io.portcullis.broker.send;

import io.portcullis.broker.platform.DestinationNames;
import io.portcullis.broker.platform.Subjects;
import io.portcullis.enforce.Enforcer;
import io.portcullis.enforce.Moment;
import io.portcullis.enforce.Refusal;
import io.portcullis.policy.Resource;
import io.portcullis.rule.Fault;
import io.portcullis.rule.Named;
import io.portcullis.rule.RuleIds;
import io.portcullis.rule.Violation;
import java.util.List;
import java.util.Optional;
import org.apache.activemq.broker.ConnectionContext;
import org.apache.activemq.command.ActiveMQDestination;

/** Decides who may do what with the quarantine's queues, whatever the authorization map says. */
public final class QuarantineGuard {

  private static final Fault ADMINISTRATORS_ONLY =
      new Fault(
          "quarantine-for-administrators",
          "it is not authorized to %s: %s",
          "leave the quarantine to the administrators");

  private final Administrators administrators;
  private final Enforcer enforcer;

  /**
   * @param administrators the users who may read from them and remove them
   */
  QuarantineGuard(Administrators administrators, Enforcer enforcer) {
    this.administrators = administrators;
    this.enforcer = enforcer;
  }

  /** Tells whether a user is an administrator. */
  boolean isAdministrator(ConnectionContext context) {
    return administrators.include(context);
  }

  /**
   * Judges an action of a user who is not an administrator.
   *
   * @param deed such as {@code write to}
   * @return why it is refused, if it is
   */
  Optional<Violation> judge(
      Moment moment, ConnectionContext context, ActiveMQDestination queue, String deed) {
    String user = "user \"%s\"".formatted(Subjects.user(context));
    Violation violation =
        Violation.of(
            RuleIds.REQUIRE_AUTHORIZATION,
            new Named(Resource.destination(DestinationNames.of(queue)), user),
            ADMINISTRATORS_ONLY,
            deed,
            DestinationNames.of(queue).shown());
    return enforcer.enforce(moment, Subjects.of(context, queue), List.of(violation)).stream()
        .findFirst();
  }

  /**
   * Refuses such an action.
   *
   * @throws SecurityException if it is refused
   */
  void refuse(Moment moment, ConnectionContext context, ActiveMQDestination queue, String deed) {
    Optional<Violation> refused = judge(moment, context, queue, deed);
    if (refused.isPresent()) {
      throw Refusal.of(refused.get());
    }
  }
}
