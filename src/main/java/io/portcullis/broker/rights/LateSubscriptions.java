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
      new Fault("reader-left-out", "its wildcard matches %s, which it may not read", "%2$s");

  private final BrokerService service;
  private final AuthorizationMapView rights;
  private final Enforcer enforcer;

  /**
   * @param rights the authorization map
   * @param enforcer tells whether users need rights; if they do not, refusals are only reported
   */
  public LateSubscriptions(BrokerService service, AuthorizationMapView rights, Enforcer enforcer) {
    this.service = service;
    this.rights = rights;
    this.enforcer = enforcer;
  }

  /** Tells whether users need rights at all. */
  public boolean needRights() {
    return enforcer.enforces(RuleIds.REQUIRE_AUTHORIZATION);
  }

  /**
   * Returns the user whose right counts. If the user of a durable subscription is away, or unknown
   * since a restart, the subscription is added to every destination, as ActiveMQ does. The right is
   * checked when the client comes back.
   *
   * @param asked the user whose right ActiveMQ would check
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

  /** Records a reader that is not added to a destination that is being created. */
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
            Argument.shown(DestinationNames.of(destination).shown()),
            Argument.later(() -> remedy(reader, destination))),
        why);
  }

  private String remedy(ConnectionContext reader, ActiveMQDestination destination) {
    return rights
        .missing(reader, Operation.READ, destination)
        .map(RightFacts::remedy)
        .orElse("give the user the right to read there, if it is to have it");
  }

  private static boolean isBroker(ConnectionContext reader) {
    return reader.getSecurityContext() == null || reader.getSecurityContext().isBrokerContext();
  }

  /** Reports a reader that would not be added if users needed rights. */
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
