package io.portcullis.client;

import jakarta.jms.MessageConsumer;
import java.util.Optional;
import org.apache.activemq.ActiveMQMessageConsumer;
import org.apache.activemq.command.ActiveMQDestination;
import org.apache.activemq.command.ActiveMQMessage;
import org.apache.activemq.filter.DestinationFilter;

/** Looks up where consumers of ActiveMQ's client receive from. */
final class Subscriptions {

  private Subscriptions() {}

  /** Where this consumer received this message. */
  static Arrival arrival(MessageConsumer consumer, ActiveMQMessage message) {
    return arrival(subscription(consumer), Optional.ofNullable(message.getDestination()));
  }

  private static Arrival arrival(
      Optional<ActiveMQDestination> subscription, Optional<ActiveMQDestination> named) {
    if (subscription.isEmpty()) {
      return new Arrival("an unknown destination", Optional.empty());
    }
    ActiveMQDestination subscribed = subscription.get();
    String name = subscribed.getQualifiedName();
    if (!subscribed.isComposite() && !subscribed.isPattern()) {
      return new Arrival(name, Optional.of(name));
    }
    return new Arrival(
        name,
        named
            .filter(destination -> DestinationFilter.parseFilter(subscribed).matches(destination))
            .map(ActiveMQDestination::getQualifiedName));
  }

  /** The only public way to it that all versions have: the statistics of each consumer name it. */
  private static Optional<ActiveMQDestination> subscription(MessageConsumer consumer) {
    if (!(consumer instanceof ActiveMQMessageConsumer known)) {
      return Optional.empty();
    }
    return Optional.ofNullable(known.getConsumerStats().getOrigin())
        .map(name -> ActiveMQDestination.createDestination(name, ActiveMQDestination.QUEUE_TYPE));
  }
}
