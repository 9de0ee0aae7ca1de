package io.portcullis.broker.send;

import java.util.concurrent.atomic.AtomicReferenceArray;
import org.apache.activemq.broker.ProducerBrokerExchange;
import org.apache.activemq.command.ActiveMQDestination;

/**
 * The last forwarding exchanges of one connection, so that a producer which sends again to the same
 * virtual destination costs no allocation. It keeps at most {@value #MOST}.
 *
 * <p>Threads may share it. An exchange is reused only for the same producer, the same destination
 * and the same way there, so it is shared exactly as ActiveMQ shares the producer's own exchange.
 */
public final class ForwardingExchanges {

  private static final int MOST = 8;

  private final AtomicReferenceArray<ForwardingExchange> recent = new AtomicReferenceArray<>(MOST);

  /** Returns the exchange that a destination forwards with a message. */
  public ForwardingExchange from(ActiveMQDestination sentTo, ProducerBrokerExchange exchange) {
    int slot = (System.identityHashCode(exchange) ^ sentTo.hashCode()) & (MOST - 1);
    ForwardingExchange before = recent.getAcquire(slot);
    if (before != null && before.isFrom(sentTo, exchange)) {
      before.reset();
      return before;
    }
    ForwardingExchange made = ForwardingExchange.from(sentTo, exchange);
    recent.setRelease(slot, made);
    return made;
  }
}
