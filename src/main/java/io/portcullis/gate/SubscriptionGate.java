package io.portcullis.gate;

import io.portcullis.broker.ownership.DurableSubscriptions;
import io.portcullis.broker.ownership.KeptSubscription;
import io.portcullis.broker.platform.Subjects;
import io.portcullis.enforce.Enforcer;
import io.portcullis.enforce.Moment;
import io.portcullis.enforce.Refusal;
import io.portcullis.rule.SubscriptionFacts;
import io.portcullis.rule.Violation;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.apache.activemq.broker.ConnectionContext;
import org.apache.activemq.command.ActiveMQDestination;
import org.apache.activemq.command.ConsumerInfo;
import org.apache.activemq.command.RemoveSubscriptionInfo;
import org.apache.activemq.security.SecurityContext;

/**
 * Lets only its owner use or remove a durable subscription. ActiveMQ gives it to everybody who
 * knows its client id and its name, and lets everybody remove it. MQTT removes one with every clean
 * session, AMQP with every link that is closed.
 *
 * <p>The broker itself, which also acts for JMX, needs no right.
 */
final class SubscriptionGate {

  private final Enforcer enforcer;
  private final DurableSubscriptions subscriptions;

  SubscriptionGate(Enforcer enforcer, DurableSubscriptions subscriptions) {
    this.enforcer = enforcer;
    this.subscriptions = subscriptions;
  }

  /**
   * Adds a consumer. It may replace an existing subscription, with another topic and another
   * selector, and then stored messages are lost. So this checks the right on the former topic.
   *
   * @throws SecurityException if it is refused
   */
  <T> T add(ConnectionContext context, ConsumerInfo consumer, Callable<T> next) throws Exception {
    Optional<KeptSubscription> kept = KeptSubscription.of(context, consumer);
    if (kept.isEmpty() || isBroker(context)) {
      return next.call();
    }
    KeptSubscription key = kept.get();
    boolean begun = subscriptions.begin(context, key);
    try {
      judge(context, key, subscriptions.destination(key).orElse(consumer.getDestination()));
      return next.call();
    } finally {
      if (begun) {
        subscriptions.end(key);
      }
    }
  }

  /**
   * Judges the removal of a subscription.
   *
   * @throws SecurityException if it is refused
   */
  void judgeRemoval(ConnectionContext context, RemoveSubscriptionInfo removal) {
    judgeRemoval(context, KeptSubscription.of(removal));
  }

  /**
   * Judges the removal of a destination. For MQTT it may be the removal of a subscription.
   *
   * @throws SecurityException if it is refused
   */
  void judgeRemoval(ConnectionContext context, ActiveMQDestination removed) {
    judgeRemoval(context, KeptSubscription.of(context, removed));
  }

  private void judgeRemoval(ConnectionContext context, Optional<KeptSubscription> kept) {
    if (kept.isPresent() && !isBroker(context)) {
      subscriptions
          .destination(kept.get())
          .ifPresent(destination -> judge(context, kept.get(), destination));
    }
  }

  /** Forgets the creator of a subscription that was removed. */
  void removed(RemoveSubscriptionInfo removal) {
    KeptSubscription.of(removal).ifPresent(subscriptions::removed);
  }

  /**
   * Tells whether a context has no connection. ActiveMQ's own MBeans have none, clients always have
   * one.
   */
  private static boolean isBroker(ConnectionContext context) {
    SecurityContext security = context.getSecurityContext();
    return context.getConnection() == null || (security != null && security.isBrokerContext());
  }

  private void judge(
      ConnectionContext context, KeptSubscription key, ActiveMQDestination destination) {
    SubscriptionFacts facts = subscriptions.facts(context, key, destination);
    List<Violation> refused =
        enforcer.judge(
            Moment.CONNECTION, Subjects.of(context, destination), facts, rule -> rule.judge(facts));
    if (!refused.isEmpty()) {
      throw Refusal.of(refused.get(0));
    }
  }
}
