package io.portcullis.broker.rights;

import io.portcullis.broker.platform.DestinationNames;
import io.portcullis.broker.platform.Subjects;
import io.portcullis.enforce.Enforcer;
import io.portcullis.enforce.Moment;
import io.portcullis.policy.Resource;
import io.portcullis.policy.Resource.Kind;
import io.portcullis.rule.Argument;
import io.portcullis.rule.Fault;
import io.portcullis.rule.Named;
import io.portcullis.rule.Operation;
import io.portcullis.rule.RightFacts;
import io.portcullis.rule.RuleIds;
import io.portcullis.rule.Violation;
import org.apache.activemq.broker.BrokerService;
import org.apache.activemq.broker.ConnectionContext;
import org.apache.activemq.broker.region.DurableTopicSubscription;
import org.apache.activemq.broker.region.Subscription;
import org.apache.activemq.command.ActiveMQDestination;
import org.apache.activemq.security.SecurityContext;

/**
 * Decides whose right applies when a subscription is added to a destination that is created later.
 * ActiveMQ may then ask for the right of the user who creates the destination. If that user may not
 * read, the creation fails. If that user may read, everybody reads by it.
 */
public final class LateSubscriptions {

  private static final Fault NOT_READ =
      new Fault(
          "reader-left-out",
          "its wildcard matches %s, which it may not read",
          "give the user the right to read there, if it is to have it");

  private final BrokerService service;
  private final AuthorizationMapView rights;
  private final Enforcer enforcer;

  /**
   * @param rights what the authorization map says
   * @param enforcer whether that matters; where it does not, what would be refused is reported
   */
  public LateSubscriptions(BrokerService service, AuthorizationMapView rights, Enforcer enforcer) {
    this.service = service;
    this.rights = rights;
    this.enforcer = enforcer;
  }

  /** Whether users need rights at all. */
  public boolean needRights() {
    return enforcer.enforces(RuleIds.REQUIRE_AUTHORIZATION);
  }

  /**
   * Whose right counts. A durable subscription whose user is away, or not known since a restart, is
   * put on every destination, as ActiveMQ does it: whoever comes back is asked then.
   *
   * @param asked whose right ActiveMQ would ask for
   */
  public ConnectionContext readerOf(ConnectionContext asked, Subscription subscription)
      throws Exception {
    ConnectionContext own = subscription.getContext();
    if (own == null) {
      return asked;
    }
    boolean away =
        own.getSecurityContext() == null && subscription instanceof DurableTopicSubscription;
    return away ? nobodyYet() : own;
  }

  private ConnectionContext nobodyYet() throws Exception {
    ConnectionContext context = new ConnectionContext();
    context.setBroker(service.getBroker());
    context.setSecurityContext(SecurityContext.BROKER_SECURITY_CONTEXT);
    return context;
  }

  /** Records a reader who does not get a destination that is being made. */
  public void leftOut(
      Subscription subscription, ActiveMQDestination destination, SecurityException why) {
    ConnectionContext reader = subscription.getContext();
    if (reader == null || isBroker(reader)) {
      return;
    }
    Named user =
        new Named(
            Resource.of(Kind.USER, Subjects.user(reader)),
            "user \"%s\"".formatted(Subjects.user(reader)));
    enforcer.recordForeign(
        Moment.CONNECTION,
        Subjects.of(reader, destination),
        Violation.of(
            RuleIds.REQUIRE_AUTHORIZATION,
            user,
            NOT_READ,
            Argument.shown(DestinationNames.of(destination).shown())),
        why);
  }

  private static boolean isBroker(ConnectionContext reader) {
    return reader.getSecurityContext() == null || reader.getSecurityContext().isBrokerContext();
  }

  /** Reports a reader who would not get a destination if users needed rights. */
  public void report(
      ConnectionContext asked, Subscription subscription, ActiveMQDestination destination) {
    ConnectionContext reader = subscription.getContext();
    if (reader == null || reader == asked || isBroker(reader)) {
      return;
    }
    RightFacts right = rights.right(reader, Operation.READ, destination);
    enforcer.judge(
        Moment.CONNECTION, Subjects.of(reader, destination), right, rule -> rule.judge(right));
  }
}
