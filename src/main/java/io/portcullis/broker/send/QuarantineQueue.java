package io.portcullis.broker.send;

import io.portcullis.broker.platform.Destinations;
import io.portcullis.enforce.Moment;
import io.portcullis.enforce.Refusal;
import io.portcullis.rule.Violation;
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
 * A queue of the quarantine. Only administrators read from it, whatever the authorization map says,
 * and only the broker writes to it. Every queue is asked for every consumer. So a consumer with
 * wildcards simply does not get this queue.
 */
public final class QuarantineQueue extends DestinationFilter {

  /**
   * Bytes are counted again after 1/16 of them may have been removed, so that this happens seldom.
   */
  private static final int PARTS = 16;

  private final QuarantineGuard guard;
  private final BooleanSupplier full;
  private final Set<Subscription> subscriptions = ConcurrentHashMap.newKeySet();
  private final QuarantineReaders readers;
  private QuarantineShares counted = new QuarantineShares();

  private QuarantineQueue(
      Destination queue, QuarantineGuard guard, QuarantineReaders readers, BooleanSupplier full) {
    super(queue);
    this.guard = guard;
    this.readers = readers;
    this.full = full;
  }

  /** Guards a queue that no virtual destination or mirror wraps. */
  public static QuarantineQueue guard(
      Destination queue, QuarantineGuard guard, QuarantineReaders readers) {
    if (queue instanceof BaseDestination own) {
      // Advisories would show bodies and ids to others that only administrators may read.
      own.setAdvisoryForDelivery(false);
      own.setAdvisoryForConsumed(false);
      own.setAdvisoryForDispatched(false);
      own.setAdvisoryForDiscardingMessages(false);
      own.setAdvisoryForFastProducers(false);
      own.setAdvisoryForSlowConsumers(false);
      own.setAdvisoryWhenFull(false);
      own.setSendAdvisoryIfNoConsumers(false);
      own.setIncludeBodyForAdvisory(false);
      return new QuarantineQueue(queue, guard, readers, () -> isStoreFull(own));
    }
    return new QuarantineQueue(queue, guard, readers, () -> false);
  }

  private static boolean isStoreFull(BaseDestination queue) {
    return queue.getMessageStore() != null
        && queue.getSystemUsage().getStoreUsage().isFull(queue.getStoreUsageHighWaterMark());
  }

  /** Finds the guard inside other wrappers of a queue; empty if it has none. */
  public static Optional<QuarantineQueue> within(Destination queue) {
    return Destinations.filter(queue, QuarantineQueue.class);
  }

  /**
   * Returns an upper bound of the bytes of its messages, at the cost of a comparison: the last
   * count, plus what was sent since. Stores do not tell it: those that are databases count no
   * bytes.
   */
  synchronized long bytesAtMost() throws Exception {
    return atMost().all().bytes();
  }

  /** Returns the same, but counts again if more than a sixteenth was removed. */
  synchronized long bytes() throws Exception {
    return withoutTaken(counted.all().messages()).all().bytes();
  }

  /** Returns an upper bound of a user's bytes, at the cost of a comparison. */
  synchronized StoredBytes atMostOf(String user) throws Exception {
    return atMost().of(user);
  }

  /** Returns the same, but counts again if more than a sixteenth of a share was removed. */
  synchronized StoredBytes of(String user, long share) throws Exception {
    return withoutTaken(Math.min(share, counted.all().messages())).of(user);
  }

  private QuarantineShares atMost() throws Exception {
    if (messages() > counted.all().messages()) {
      counted = QuarantineShares.of(getMessageStore());
    }
    return counted;
  }

  private QuarantineShares withoutTaken(long ofMessages) throws Exception {
    if ((counted.all().messages() - messages()) * PARTS > ofMessages) {
      counted = QuarantineShares.of(getMessageStore());
    }
    return counted;
  }

  private long messages() {
    return getDestinationStatistics().getMessages().getCount();
  }

  private synchronized void count(Message message) throws IOException {
    counted.add(message);
  }

  @Override
  public void addSubscription(ConnectionContext context, Subscription subscription)
      throws Exception {
    boolean bridge = subscription.getConsumerInfo().isNetworkSubscription();
    if (bridge || !guard.isAdministrator(context) || !isOfAdministrator(subscription)) {
      Optional<Violation> refused =
          guard.judge(
              Moment.CONNECTION,
              owner(subscription).orElse(context),
              getActiveMQDestination(),
              "read from");
      if (refused.isPresent() && bridge) {
        // A bridge that is refused breaks down; it simply gets nothing.
        return;
      }
      if (refused.isPresent()) {
        throw Refusal.of(refused.get());
      }
    }
    // Known before it gets a message, so that there is no moment for others to acknowledge it.
    if (subscriptions.add(subscription)) {
      readers.add(owner(subscription).orElse(context), subscription);
    }
    try {
      super.addSubscription(context, subscription);
    } catch (Exception e) {
      if (subscriptions.remove(subscription)) {
        readers.remove(subscription);
      }
      throw e;
    }
  }

  /**
   * Tells whether a subscription belongs to an administrator. The user who creates the queue may be
   * another.
   */
  private boolean isOfAdministrator(Subscription subscription) {
    return owner(subscription).map(guard::isAdministrator).orElse(true);
  }

  private static Optional<ConnectionContext> owner(Subscription subscription) {
    return Optional.ofNullable(subscription.getContext());
  }

  /**
   * Removes a subscription that was added. ActiveMQ also removes others, and then counts the
   * queue's consumers below zero.
   */
  @Override
  public void removeSubscription(
      ConnectionContext context, Subscription subscription, long lastDeliveredSequenceId)
      throws Exception {
    if (subscriptions.remove(subscription)) {
      readers.remove(subscription);
      super.removeSubscription(context, subscription, lastDeliveredSequenceId);
    }
  }

  /**
   * Stores a message. If there is no room, it fails at once, because ActiveMQ would wait. A message
   * that an operator moves here has the client's own properties, so it counts for no user. The
   * scheduler also sends in the broker's name, but it has a connection.
   */
  @Override
  public void send(ProducerBrokerExchange exchange, Message message) throws Exception {
    ConnectionContext context = exchange.getConnectionContext();
    SecurityContext security = context.getSecurityContext();
    boolean foreign =
        security == null || !security.isBrokerContext() || context.getConnection() != null;
    if (foreign) {
      guard.refuse(Moment.SEND, context, getActiveMQDestination(), "write to");
    } else if (full.getAsBoolean()) {
      throw new IOException("the broker's store holds as much as systemUsage lets it");
    }
    if (!(exchange instanceof Quarantine.Keeping)) {
      message.setProperty(Quarantine.USER, "");
    }
    count(message);
    super.send(exchange, message);
  }
}
