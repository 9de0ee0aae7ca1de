package io.portcullis.gate;

import io.portcullis.broker.platform.PathSeparators;
import io.portcullis.broker.platform.Subjects;
import io.portcullis.broker.rights.AuthorizationMapView;
import io.portcullis.broker.send.Quarantine;
import io.portcullis.enforce.Enforcer;
import io.portcullis.enforce.Moment;
import io.portcullis.enforce.Refusal;
import io.portcullis.rule.Named;
import io.portcullis.rule.RightFacts;
import io.portcullis.rule.Violation;
import java.util.List;
import org.apache.activemq.broker.ConnectionContext;
import org.apache.activemq.command.ActiveMQDestination;
import org.apache.activemq.security.SecurityContext;

/**
 * Requires the right to remove a destination. ActiveMQ before 6.3.0 asks for it only where the
 * destination does not exist. So any user could remove every queue without consumers, with its
 * messages. If ActiveMQ does not ask for a right to remove what does not exist, the gate does not
 * either.
 *
 * <p>The broker itself, which also acts for JMX, needs no right. A connection needs none for its
 * own temporary destinations, since it removes them when it ends. Those of others can be removed
 * only by the broker's own network connectors, which need the right.
 */
final class RemovalGate {

  private final Enforcer enforcer;
  private final AuthorizationMapView rights;
  private final Quarantine quarantine;
  private final PathSeparators separators;
  private final TemporaryGate temporary;
  private final ExistingDestinations known;

  RemovalGate(
      Enforcer enforcer,
      AuthorizationMapView rights,
      Quarantine quarantine,
      PathSeparators separators,
      TemporaryGate temporary,
      ExistingDestinations known) {
    this.enforcer = enforcer;
    this.rights = rights;
    this.quarantine = quarantine;
    this.separators = separators;
    this.temporary = temporary;
    this.known = known;
  }

  /**
   * Judges a removal by the name that ActiveMQ will use. Of a composite destination it judges every
   * part.
   *
   * @throws SecurityException if it is refused
   */
  void judge(ConnectionContext context, ActiveMQDestination removed) {
    SecurityContext security = context.getSecurityContext();
    if (removed == null || (security != null && security.isBrokerContext())) {
      return;
    }
    ActiveMQDestination destination = separators.translate(removed);
    if (destination.isComposite()) {
      for (ActiveMQDestination part : destination.getCompositeDestinations()) {
        judgeOne(context, part);
      }
      return;
    }
    judgeOne(context, destination);
  }

  /**
   * Returns the context in whose name a judged removal continues. For a connection's own temporary
   * destinations it is the broker's. From 6.3.0 on ActiveMQ asks for the right to remove these too.
   * If that right was revoked, the connection would end without removing them.
   */
  ConnectionContext remover(ConnectionContext context, ActiveMQDestination removed) {
    if (removed == null
        || removed.isComposite()
        || !temporary.isOwn(context, separators.translate(removed))) {
      return context;
    }
    ConnectionContext broker = context.copy();
    broker.setSecurityContext(SecurityContext.BROKER_SECURITY_CONTEXT);
    return broker;
  }

  private void judgeOne(ConnectionContext context, ActiveMQDestination destination) {
    quarantine.refuseRemoversOf(context, destination);
    if (destination.isTemporary()) {
      temporary.judgeRemoval(context, destination);
      if (!temporary.isLink(context)) {
        return;
      }
    } else if (known.isNothingToRemove(destination)) {
      return;
    }
    RightFacts right = rights.admin(context, destination);
    List<Violation> refused =
        enforcer.judge(
            Moment.CONNECTION,
            Subjects.of(context, destination),
            new Named(right.about(), "removal of " + right.destination().shown()),
            rule -> rule.judge(right));
    if (!refused.isEmpty()) {
      throw Refusal.of(refused.get(0));
    }
  }
}
