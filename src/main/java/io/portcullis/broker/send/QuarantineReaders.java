package io.portcullis.broker.send;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.activemq.broker.ConnectionContext;
import org.apache.activemq.broker.region.Subscription;
import org.apache.activemq.command.ConsumerId;

/**
 * Records the consumers that the quarantine let in, and their connections. ActiveMQ finds a
 * subscription by the id in a command. A client that names another's id would acknowledge its
 * messages.
 */
public final class QuarantineReaders {

  /** A consumer and its connection. */
  private record Reader(ConnectionContext context, int queues) {}

  private final Map<ConsumerId, Reader> readers = new ConcurrentHashMap<>();

  /** Records a consumer that a queue let in. */
  void add(ConnectionContext context, Subscription subscription) {
    readers.merge(
        subscription.getConsumerInfo().getConsumerId(),
        new Reader(context, 1),
        (before, fresh) -> new Reader(fresh.context, before.queues + 1));
  }

  /** Forgets a consumer that leaves a queue. */
  void remove(Subscription subscription) {
    readers.computeIfPresent(
        subscription.getConsumerInfo().getConsumerId(),
        (same, before) ->
            before.queues == 1 ? null : new Reader(before.context, before.queues - 1));
  }

  /** Tells whether a consumer reads from quarantine and belongs to another connection. */
  public boolean isOfAnother(ConnectionContext context, ConsumerId consumer) {
    if (readers.isEmpty() || consumer == null) {
      return false;
    }
    Reader reader = readers.get(consumer);
    return reader != null && reader.context != context;
  }
}
