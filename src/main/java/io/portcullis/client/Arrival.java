package io.portcullis.client;

import jakarta.jms.MessageConsumer;
import java.util.Optional;
import org.apache.activemq.ActiveMQMessageConsumer;
import org.apache.activemq.command.ActiveMQDestination;
import org.apache.activemq.command.ActiveMQMessage;
import org.apache.activemq.filter.DestinationFilter;

/**
 * The destination from which a message was received. The consumer's subscription counts, since this
 * client knows it. The destination that a message names comes from its sender or a forwarder. It
 * counts only if the subscription is for many destinations, and must then be one of those.
 *
 * @param subscription what the consumer subscribed to, if it is a consumer of ActiveMQ's
 * @param named the destination that the message names
 */
record Arrival(Optional<ActiveMQDestination> subscription, Optional<ActiveMQDestination> named) {

  static Arrival of(MessageConsumer consumer, ActiveMQMessage message) {
    return new Arrival(subscription(consumer), Optional.ofNullable(message.getDestination()));
  }

  /** The only public way to it that all versions have: the statistics of each consumer name it. */
  private static Optional<ActiveMQDestination> subscription(MessageConsumer consumer) {
    if (!(consumer instanceof ActiveMQMessageConsumer known)) {
      return Optional.empty();
    }
    return Optional.ofNullable(known.getConsumerStats().getOrigin())
        .map(name -> ActiveMQDestination.createDestination(name, ActiveMQDestination.QUEUE_TYPE));
  }

  /** Whether this is where messages that are bound to that destination arrive. */
  boolean isAt(String qualifiedName) {
    if (subscription.isEmpty()) {
      return false;
    }
    ActiveMQDestination subscribed = subscription.get();
    if (!subscribed.isComposite() && !subscribed.isPattern()) {
      return subscribed.getQualifiedName().equals(qualifiedName);
    }
    return named.isPresent()
        && named.get().getQualifiedName().equals(qualifiedName)
        && DestinationFilter.parseFilter(subscribed).matches(named.get());
  }

  @Override
  public String toString() {
    return subscription.map(ActiveMQDestination::getQualifiedName).orElse("an unknown destination");
  }
}
