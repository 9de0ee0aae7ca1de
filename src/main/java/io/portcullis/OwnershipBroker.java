package io.portcullis;

import org.apache.activemq.broker.Broker;
import org.apache.activemq.broker.BrokerFilter;
import org.apache.activemq.broker.ConnectionContext;
import org.apache.activemq.broker.region.Subscription;
import org.apache.activemq.command.ActiveMQDestination;
import org.apache.activemq.command.ConsumerInfo;
import org.apache.activemq.command.DestinationInfo;

/** The filter behind {@link PortcullisBroker} that knows who made a temporary destination. */
final class OwnershipBroker extends BrokerFilter {

  private static final int TRIES = 5;

  private final TemporaryGate temporary;

  OwnershipBroker(Broker next, TemporaryGate temporary) {
    super(next);
    this.temporary = temporary;
  }

  @Override
  public void addDestinationInfo(ConnectionContext context, DestinationInfo info) throws Exception {
    temporary.create(context, info.getDestination());
    try {
      super.addDestinationInfo(context, info);
    } finally {
      temporary.forgetAbsent(info.getDestination());
    }
    takeFromLinks(context, info.getDestination());
  }

  /** A bridge that made a copy on this broker yields to whoever made the destination. */
  private void takeFromLinks(ConnectionContext context, ActiveMQDestination destination)
      throws Exception {
    for (Subscription link : temporary.linksIn(context, destination)) {
      super.removeConsumer(link.getContext(), link.getConsumerInfo());
    }
  }

  @Override
  public Subscription addConsumer(ConnectionContext context, ConsumerInfo info) throws Exception {
    ActiveMQDestination destination = info.getDestination();
    if (!temporary.concerns(destination)) {
      return super.addConsumer(context, info);
    }
    temporary.read(context, destination);
    takeFromLinks(context, destination);
    try {
      return addReader(context, info);
    } finally {
      temporary.forgetAbsent(destination);
    }
  }

  /** Two that may both read, such as two bridges, can come at the same time. */
  private Subscription addReader(ConnectionContext context, ConsumerInfo info) throws Exception {
    for (int left = TRIES; ; left--) {
      temporary.handOver(info);
      try {
        return super.addConsumer(context, info);
      } catch (Exception e) {
        if (left == 1 || temporary.isHandedOver(info)) {
          throw e;
        }
        // ActiveMQ 6.3 remembers a consumer that it did not let in.
        super.removeConsumer(context, info);
      }
    }
  }

  @Override
  public void removeDestination(
      ConnectionContext context, ActiveMQDestination destination, long timeout) throws Exception {
    if (temporary.keeps(context, destination)) {
      return;
    }
    try {
      super.removeDestination(context, destination, timeout);
    } catch (Exception e) {
      temporary.left(context, destination);
      throw e;
    }
    temporary.forgetAbsent(destination);
  }

  @Override
  public void removeDestinationInfo(ConnectionContext context, DestinationInfo info)
      throws Exception {
    if (temporary.keeps(context, info.getDestination())) {
      return;
    }
    super.removeDestinationInfo(context, info);
    temporary.forgetAbsent(info.getDestination());
  }
}
