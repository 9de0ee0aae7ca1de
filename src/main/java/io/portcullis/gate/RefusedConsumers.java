package io.portcullis.gate;

import org.apache.activemq.broker.Broker;
import org.apache.activemq.broker.ConnectionContext;
import org.apache.activemq.broker.region.AbstractRegion;
import org.apache.activemq.broker.region.Region;
import org.apache.activemq.broker.region.RegionBroker;
import org.apache.activemq.command.ActiveMQDestination;
import org.apache.activemq.command.ConsumerInfo;

/**
 * Makes a region forget a consumer that it refused. ActiveMQ locks a consumer id before it judges
 * the consumer and unlocks it when the consumer is removed. A refused consumer is never removed.
 */
final class RefusedConsumers {

  private final RegionBroker regions;

  /** Uses the regions behind the filters of {@code chain}. */
  public RefusedConsumers(Broker chain) {
    this.regions = (RegionBroker) chain.getAdaptor(RegionBroker.class);
  }

  /**
   * Removes a consumer that is not subscribed. A durable one stays, because its removal would end
   * another connection's use of the subscription.
   */
  public void forget(ConnectionContext context, ConsumerInfo consumer) throws Exception {
    ActiveMQDestination destination = consumer.getDestination();
    if (destination != null
        && !consumer.isDurable()
        && region(destination) instanceof AbstractRegion region
        && !region.getSubscriptions().containsKey(consumer.getConsumerId())) {
      region.removeConsumer(context, consumer);
    }
  }

  private Region region(ActiveMQDestination destination) {
    return switch (destination.getDestinationType()) {
      case ActiveMQDestination.QUEUE_TYPE -> regions.getQueueRegion();
      case ActiveMQDestination.TOPIC_TYPE -> regions.getTopicRegion();
      case ActiveMQDestination.TEMP_QUEUE_TYPE -> regions.getTempQueueRegion();
      default -> regions.getTempTopicRegion();
    };
  }
}
