package io.portcullis.gate;

import io.portcullis.broker.management.Operator;
import io.portcullis.broker.rights.LiveRights;
import io.portcullis.broker.send.Quarantine;
import org.apache.activemq.broker.Broker;
import org.apache.activemq.broker.ConnectionContext;
import org.apache.activemq.broker.ConsumerBrokerExchange;
import org.apache.activemq.broker.region.MessageReference;
import org.apache.activemq.broker.region.Subscription;
import org.apache.activemq.command.ActiveMQDestination;
import org.apache.activemq.command.ConsumerControl;
import org.apache.activemq.command.ConsumerId;
import org.apache.activemq.command.ConsumerInfo;
import org.apache.activemq.command.RemoveSubscriptionInfo;

/** Judges consumers: what they ask for when they come, what they read, and what they leave. */
final class ConsumerGate {

  private final Broker next;
  private final ConnectionGate connections;
  private final UseGate uses;
  private final SubscriptionGate subscriptions;
  private final LiveRights rights;
  private final DestinationGate destinations;
  private final Quarantine quarantine;
  private final RefusedConsumers refused;

  /** Judges the consumers of the broker behind the gate. */
  ConsumerGate(
      Broker next,
      ConnectionGate connections,
      UseGate uses,
      SubscriptionGate subscriptions,
      LiveRights rights,
      DestinationGate destinations,
      Quarantine quarantine) {
    this.next = next;
    this.connections = connections;
    this.uses = uses;
    this.subscriptions = subscriptions;
    this.rights = rights;
    this.destinations = destinations;
    this.quarantine = quarantine;
    this.refused = new RefusedConsumers(next);
  }

  /** Judges the durable subscriptions that the started broker has restored. */
  void start(Broker gate) throws Exception {
    if (rights.areRevocable()) {
      connections.guardStoredSelectors(gate);
    }
  }

  Subscription add(ConnectionContext context, ConsumerInfo info) throws Exception {
    connections.judgeAim(context, info.getDestination());
    uses.judge(context, info.getDestination());
    connections.judgeSelector(context, info);
    destinations.stand();
    return subscriptions.add(context, info, () -> subscribe(context, info));
  }

  private Subscription subscribe(ConnectionContext context, ConsumerInfo info) throws Exception {
    if (!rights.areRevocable()) {
      return next.addConsumer(context, info);
    }
    rights.returning(context, info);
    Subscription subscription = addOrForget(context, info);
    rights.added(context, subscription);
    return subscription;
  }

  /**
   * Adds a consumer, and removes its traces if that fails. ActiveMQ keeps some for a consumer whose
   * selector it cannot parse.
   */
  private Subscription addOrForget(ConnectionContext context, ConsumerInfo info) throws Exception {
    try {
      if (info.getSelector() != null) {
        SelectorGuard.parse(info.getSelector());
      }
      Subscription subscription = next.addConsumer(context, info);
      connections.guardSelector(subscription);
      return subscription;
    } catch (Exception e) {
      refused.forget(context, info);
      throw e;
    }
  }

  /** Judges a client's command about one of its consumers, which may make its destination. */
  void judgeControl(ConsumerBrokerExchange exchange, ConsumerControl control) {
    if (exchange != null && !isOfItsSubscription(exchange, control)) {
      uses.judgeMaking(exchange.getConnectionContext(), control.getDestination(), false);
    }
  }

  private static boolean isOfItsSubscription(
      ConsumerBrokerExchange exchange, ConsumerControl control) {
    Subscription subscription = exchange.getSubscription();
    return subscription != null
        && subscription.getConsumerInfo().getDestination().equals(control.getDestination());
  }

  void removeSubscription(ConnectionContext context, RemoveSubscriptionInfo info) throws Exception {
    rights.settle();
    subscriptions.judgeRemoval(context, info);
    next.removeSubscription(context, info);
    subscriptions.removed(info);
  }

  /** Removes a consumer. A client that is told of its consumer's end removes it once more. */
  void remove(ConnectionContext context, ConsumerInfo info) throws Exception {
    try {
      next.removeConsumer(context, info);
    } finally {
      rights.removed(context, info.getConsumerId());
    }
  }

  /**
   * Refuses the acknowledgement of a message in quarantine by another connection than its reader's.
   */
  void judgeReader(
      ConnectionContext context, ConsumerId consumer, ActiveMQDestination destination) {
    if (quarantine.readers().isOfAnother(context, consumer)) {
      connections.judgeForeignReader(context, destination);
    }
  }

  /**
   * Moves a message to a dead letter queue. A message in quarantine stays there, however often a
   * consumer fails to handle it.
   */
  boolean sendToDeadLetterQueue(
      ConnectionContext context,
      MessageReference reference,
      Subscription subscription,
      Throwable cause) {
    return Operator.forNobody(
        () ->
            quarantine.putBack(reference)
                || next.sendToDeadLetterQueue(context, reference, subscription, cause));
  }
}
