package io.portcullis.broker.send;

import org.apache.activemq.broker.ProducerBrokerExchange;
import org.apache.activemq.broker.region.Destination;
import org.apache.activemq.command.ActiveMQDestination;

/**
 * The exchange of a message that a destination may forward. It tells the next destination where the
 * message was sent to, and where it was sent to first. ActiveMQ passes it on, also to other threads
 * if a virtual destination sends concurrently. The origin that a message names is only the client's
 * claim.
 */
public final class ForwardingExchange extends ProducerBrokerExchange {

  private final ProducerBrokerExchange producers;
  private final ActiveMQDestination first;
  private final ActiveMQDestination sentTo;

  private ForwardingExchange(
      ProducerBrokerExchange producers, ActiveMQDestination first, ActiveMQDestination sentTo) {
    this.producers = producers;
    this.first = first;
    this.sentTo = sentTo;
    reset();
  }

  /** Takes over what the producer's exchange says now. */
  public final void reset() {
    setConnectionContext(producers.getConnectionContext());
    setProducerState(producers.getProducerState());
    setRegion(producers.getRegion());
    setRegionDestination(producers.getRegionDestination());
    setMutable(producers.isMutable());
  }

  /** Tells whether it is what {@link #from} would create. */
  public boolean isFrom(ActiveMQDestination destination, ProducerBrokerExchange exchange) {
    return producers == exchange && sentTo.equals(destination);
  }

  /** Creates the exchange that a destination forwards with a message. */
  public static ForwardingExchange from(
      ActiveMQDestination sentTo, ProducerBrokerExchange exchange) {
    return new ForwardingExchange(
        exchange, exchange instanceof ForwardingExchange before ? before.first : sentTo, sentTo);
  }

  /** Returns the destination that its client sent it to. */
  public ActiveMQDestination first() {
    return first;
  }

  /** Returns the destination that may forward it. */
  public ActiveMQDestination sentTo() {
    return sentTo;
  }

  @Override
  public ProducerBrokerExchange copy() {
    ForwardingExchange copy = new ForwardingExchange(producers, first, sentTo);
    copy.setConnectionContext(getConnectionContext().copy());
    return copy;
  }

  @Override
  public void incrementSend() {
    producers.incrementSend();
  }

  @Override
  public void blockingOnFlowControl(boolean blocking) {
    producers.blockingOnFlowControl(blocking);
  }

  @Override
  public void incrementTimeBlocked(Destination destination, long timeBlockedMillis) {
    producers.incrementTimeBlocked(destination, timeBlockedMillis);
  }
}
