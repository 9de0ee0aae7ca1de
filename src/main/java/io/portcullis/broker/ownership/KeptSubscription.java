package io.portcullis.broker.ownership;

import io.portcullis.broker.platform.Protocol;
import java.util.Optional;
import org.apache.activemq.broker.ConnectionContext;
import org.apache.activemq.command.ActiveMQDestination;
import org.apache.activemq.command.ConsumerInfo;
import org.apache.activemq.command.RemoveSubscriptionInfo;
import org.apache.activemq.util.SubscriptionKey;

/**
 * A subscription that a broker keeps for a client that is away, by its client id. It is a durable
 * subscription, or the queue that replaces it under MQTT's strategy {@code
 * mqtt-virtual-topic-subscriptions}.
 *
 * @param clientId the client id
 * @param name the name of the subscription
 * @param queue the queue, if it is one
 */
public record KeptSubscription(String clientId, String name, Optional<ActiveMQDestination> queue) {

  /** Returns the subscription that a consumer uses or creates. */
  public static Optional<KeptSubscription> of(ConnectionContext context, ConsumerInfo consumer) {
    ActiveMQDestination destination = consumer.getDestination();
    if (destination != null && destination.isTopic() && consumer.isDurable()) {
      return of(context.getClientId(), consumer.getSubscriptionName());
    }
    return of(context, destination);
  }

  /** Returns the subscription that a client removes. The client id is only the client's claim. */
  public static Optional<KeptSubscription> of(RemoveSubscriptionInfo removal) {
    return of(removal.getClientId(), removal.getSubscriptionName());
  }

  private static Optional<KeptSubscription> of(String clientIdOrNull, String nameOrNull) {
    return Optional.ofNullable(clientIdOrNull)
        .map(id -> new KeptSubscription(id, String.valueOf(nameOrNull), Optional.empty()));
  }

  /**
   * Returns the queue of an MQTT client. Such a client can use only queues of its own client id.
   */
  public static Optional<KeptSubscription> of(
      ConnectionContext context, ActiveMQDestination destinationOrNull) {
    if (destinationOrNull == null
        || !destinationOrNull.isQueue()
        || context.getClientId() == null
        || Protocol.of(context.getConnection()) != Protocol.MQTT) {
      return Optional.empty();
    }
    return Optional.of(
        new KeptSubscription(
            context.getClientId(),
            destinationOrNull.getPhysicalName(),
            Optional.of(destinationOrNull)));
  }

  /**
   * Returns ActiveMQ's id for it. The queue's name says less than the client id in it: {@code a/b}
   * and {@code a.b} have the same queue name.
   */
  Object id() {
    return queue.isPresent() ? queue.get() : key();
  }

  /** Returns ActiveMQ's key for a durable subscription. */
  SubscriptionKey key() {
    return new SubscriptionKey(clientId, name);
  }
}
