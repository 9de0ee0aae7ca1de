package io.portcullis.broker;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.activemq.broker.ConnectionContext;
import org.apache.activemq.broker.ProducerBrokerExchange;
import org.apache.activemq.broker.region.BaseDestination;
import org.apache.activemq.broker.region.Destination;
import org.apache.activemq.broker.region.DestinationFilter;
import org.apache.activemq.broker.region.Subscription;
import org.apache.activemq.command.Message;
import org.apache.activemq.security.SecurityContext;

/**
 * One of the quarantine's queues: read by administrators alone, whatever the authorization map
 * says, and written by nobody but the broker. Every queue is asked for every consumer, so a
 * consumer with wildcards simply does not get this one.
 */
final class QuarantineQueue extends DestinationFilter {

  private final Administrators administrators;
  private final Set<Subscription> subscriptions = ConcurrentHashMap.newKeySet();

  private QuarantineQueue(Destination queue, Administrators administrators) {
    super(queue);
    this.administrators = administrators;
  }

  /** Guards a queue that no virtual destination or mirror is wrapped around. */
  static QuarantineQueue guard(Destination queue, Administrators administrators) {
    if (queue instanceof BaseDestination own) {
      // Advisories with a body would show to others what only administrators may read.
      own.setAdvisoryForDelivery(false);
      own.setAdvisoryForConsumed(false);
      own.setAdvisoryForDiscardingMessages(false);
      own.setIncludeBodyForAdvisory(false);
    }
    return new QuarantineQueue(queue, administrators);
  }

  @Override
  public void addSubscription(ConnectionContext context, Subscription subscription)
      throws Exception {
    if (subscription.getConsumerInfo().isNetworkSubscription()) {
      // A bridge that is refused breaks down; it simply gets nothing.
      return;
    }
    if (!administrators.include(context)) {
      throw new SecurityException(
          "User %s is not authorized to read from: %s"
              .formatted(context.getUserName(), getActiveMQDestination()));
    }
    super.addSubscription(context, subscription);
    subscriptions.add(subscription);
  }

  /** ActiveMQ takes off what was never added, and counts its consumers below zero. */
  @Override
  public void removeSubscription(
      ConnectionContext context, Subscription subscription, long lastDeliveredSequenceId)
      throws Exception {
    if (subscriptions.remove(subscription)) {
      super.removeSubscription(context, subscription, lastDeliveredSequenceId);
    }
  }

  @Override
  public void send(ProducerBrokerExchange exchange, Message message) throws Exception {
    SecurityContext security = exchange.getConnectionContext().getSecurityContext();
    if (security == null || !security.isBrokerContext()) {
      throw new SecurityException(
          "User %s is not authorized to write to: %s"
              .formatted(exchange.getConnectionContext().getUserName(), getActiveMQDestination()));
    }
    super.send(exchange, message);
  }
}
