package io.portcullis.broker;

import java.io.IOException;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BooleanSupplier;
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

  /** One part in this many is taken before bytes are counted anew, so that it is not always. */
  private static final int PARTS = 16;

  private final Administrators administrators;
  private final BooleanSupplier full;
  private final Set<Subscription> subscriptions = ConcurrentHashMap.newKeySet();
  private StoredBytes counted = StoredBytes.NONE;

  private QuarantineQueue(Destination queue, Administrators administrators, BooleanSupplier full) {
    super(queue);
    this.administrators = administrators;
    this.full = full;
  }

  /** Guards a queue that no virtual destination or mirror is wrapped around. */
  static QuarantineQueue guard(Destination queue, Administrators administrators) {
    if (queue instanceof BaseDestination own) {
      // Advisories with a body would show to others what only administrators may read.
      own.setAdvisoryForDelivery(false);
      own.setAdvisoryForConsumed(false);
      own.setAdvisoryForDiscardingMessages(false);
      own.setIncludeBodyForAdvisory(false);
      return new QuarantineQueue(queue, administrators, () -> isStoreFull(own));
    }
    return new QuarantineQueue(queue, administrators, () -> false);
  }

  private static boolean isStoreFull(BaseDestination queue) {
    return queue.getMessageStore() != null
        && queue.getSystemUsage().getStoreUsage().isFull(queue.getStoreUsageHighWaterMark());
  }

  /** The guard within what other interceptors make of a queue; none, if it has no guard. */
  static Optional<QuarantineQueue> within(Destination queue) {
    for (Destination inner = queue;
        inner instanceof DestinationFilter filter;
        inner = filter.getNext()) {
      if (inner instanceof QuarantineQueue guard) {
        return Optional.of(guard);
      }
    }
    return Optional.empty();
  }

  /**
   * No less than the bytes of its messages, at the cost of a comparison: what was counted, and what
   * was sent here since. Stores do not say it: those that are databases count no bytes.
   */
  synchronized long bytesAtMost() throws Exception {
    if (messages() > counted.messages()) {
      counted = StoredBytes.of(getMessageStore());
    }
    return counted.bytes();
  }

  /** The same, less what was taken from here, once that is more than a sixteenth. */
  synchronized long bytes() throws Exception {
    if ((counted.messages() - messages()) * PARTS > counted.messages()) {
      counted = StoredBytes.of(getMessageStore());
    }
    return counted.bytes();
  }

  private long messages() {
    return getDestinationStatistics().getMessages().getCount();
  }

  private synchronized void count(Message message) throws IOException {
    counted = counted.with(message);
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

  /** Where there is no room it fails at once, since ActiveMQ would wait for some. */
  @Override
  public void send(ProducerBrokerExchange exchange, Message message) throws Exception {
    SecurityContext security = exchange.getConnectionContext().getSecurityContext();
    if (security == null || !security.isBrokerContext()) {
      throw new SecurityException(
          "User %s is not authorized to write to: %s"
              .formatted(exchange.getConnectionContext().getUserName(), getActiveMQDestination()));
    }
    if (full.getAsBoolean()) {
      throw new IOException("the broker's store holds as much as systemUsage lets it");
    }
    count(message);
    super.send(exchange, message);
  }
}
