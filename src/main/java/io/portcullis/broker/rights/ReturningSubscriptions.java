package io.portcullis.broker.rights;

import io.portcullis.broker.platform.ActiveMqInternals;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.activemq.broker.Broker;
import org.apache.activemq.broker.ConnectionContext;
import org.apache.activemq.broker.region.Destination;
import org.apache.activemq.broker.region.DurableTopicSubscription;
import org.apache.activemq.broker.region.MessageReference;
import org.apache.activemq.broker.region.RegionBroker;
import org.apache.activemq.broker.region.Subscription;
import org.apache.activemq.broker.region.Topic;
import org.apache.activemq.broker.region.TopicRegion;
import org.apache.activemq.broker.region.cursors.PendingMessageCursor;
import org.apache.activemq.command.ActiveMQDestination;
import org.apache.activemq.command.ConsumerInfo;
import org.apache.activemq.store.MessageStore;
import org.apache.activemq.store.TopicMessageStore;
import org.apache.activemq.util.SubscriptionKey;

/**
 * Checks the rights of durable subscriptions whose client comes back. While the client is away,
 * ActiveMQ adds the subscription to every matching topic and checks no right. After a restart it
 * does not even know the subscription's user. So a client that comes back gets only topics that it
 * may read now. Stored and pending messages of other topics are dropped.
 */
final class ReturningSubscriptions {

  private final TopicRegion topics;

  private ReturningSubscriptions(TopicRegion topics) {
    this.topics = topics;
  }

  /** Uses the durable subscriptions of the regions behind a chain of filters. */
  static ReturningSubscriptions of(Broker chain) {
    RegionBroker regions = (RegionBroker) chain.getAdaptor(RegionBroker.class);
    return new ReturningSubscriptions((TopicRegion) regions.getTopicRegion());
  }

  /**
   * Removes a durable subscription from topics that its user may not read, before the dispatch
   * begins. If the user may not use the subscription at all, or it is in use, it is refused later.
   * Then nothing changes here.
   */
  void detach(ReadPolicy reads, ConnectionContext context, ConsumerInfo consumer) throws Exception {
    if (!consumer.getDestination().isTopic() || context.getClientId() == null) {
      return;
    }
    DurableTopicSubscription subscription =
        topics.getDurableSubscription(
            new SubscriptionKey(context.getClientId(), consumer.getSubscriptionName()));
    if (subscription == null
        || (subscription.isActive() && !context.isAllowLinkStealing())
        || !reads.mayRead(consumer.getDestination())) {
      return;
    }
    for (Destination destination : List.copyOf(durableDestinations(subscription).values())) {
      if (!reads.mayRead(destination.getActiveMQDestination())) {
        detach(context, subscription, (Topic) destination);
      }
    }
  }

  private static void detach(
      ConnectionContext context, DurableTopicSubscription subscription, Topic topic)
      throws Exception {
    SubscriptionKey key = subscription.getSubscriptionKey();
    durableDestinations(subscription).remove(topic.getActiveMQDestination());
    if (topic.getDurableTopicSubs().remove(key) != null) {
      topic.getDestinationStatistics().getConsumers().decrement();
    }
    topic.deactivate(context, subscription, null);
    subscription.remove(context, topic);
    drop(subscription.getPending(), topic);
    MessageStore store = topic.getMessageStore();
    if (store instanceof TopicMessageStore durable) {
      durable.deleteSubscription(key.getClientId(), key.getSubscriptionName());
    }
  }

  /**
   * Drops pending messages that are not persistent. They remain pending after their topic is
   * removed.
   */
  private static void drop(PendingMessageCursor pending, Topic topic) {
    synchronized (pending) {
      try {
        pending.reset();
        while (pending.hasNext()) {
          MessageReference message = pending.next();
          message.decrementReferenceCount();
          if (message.getRegionDestination() == topic
              || topic.getActiveMQDestination().equals(message.getMessage().getDestination())) {
            pending.remove();
            message.decrementReferenceCount();
          }
        }
      } finally {
        pending.release();
      }
    }
  }

  /**
   * Adds a durable subscription to topics that it was removed from and that its user may read
   * again.
   */
  void attach(ReadPolicy reads, ConnectionContext context, Subscription subscription)
      throws Exception {
    if (!(subscription instanceof DurableTopicSubscription durable) || !durable.isWildcard()) {
      return;
    }
    Map<ActiveMQDestination, Destination> attached = durableDestinations(durable);
    for (Destination destination :
        topics.getDestinations(durable.getConsumerInfo().getDestination())) {
      ActiveMQDestination name = destination.getActiveMQDestination();
      if (!attached.containsKey(name) && reads.mayRead(name)) {
        attach(context, durable, destination);
      }
    }
  }

  private static void attach(
      ConnectionContext context, DurableTopicSubscription subscription, Destination destination)
      throws Exception {
    try {
      destination.addSubscription(context, subscription);
    } catch (SecurityException e) {
      // The right has just been taken back.
    }
  }

  /**
   * Returns the topics of a durable subscription, in use or not. ActiveMQ has no method for it, and
   * adds the subscription to each of them when it becomes active.
   */
  @SuppressWarnings("unchecked")
  private static Map<ActiveMQDestination, Destination> durableDestinations(
      DurableTopicSubscription subscription) {
    return Objects.requireNonNull(
        (Map<ActiveMQDestination, Destination>)
            ActiveMqInternals.DURABLE_DESTINATIONS.get(subscription),
        "this version of ActiveMQ does not show the topics of a durable subscription");
  }
}
