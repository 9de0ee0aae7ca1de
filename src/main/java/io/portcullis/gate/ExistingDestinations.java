package io.portcullis.gate;

import io.portcullis.broker.platform.ActiveMqInternals;
import org.apache.activemq.broker.Broker;
import org.apache.activemq.command.ActiveMQDestination;

/**
 * The destinations that a broker has, and whether ActiveMQ lets anybody remove one that it has not:
 * from 6.3.0 on it does, and whoever asks learns that there is none. Before, it asks for the right.
 */
final class ExistingDestinations {

  private final Broker chain;
  private final boolean removesUnknown;

  private ExistingDestinations(Broker chain, boolean removesUnknown) {
    this.chain = chain;
    this.removesUnknown = removesUnknown;
  }

  /** Those behind the filters of {@code chain}. */
  public static ExistingDestinations of(Broker chain) {
    return new ExistingDestinations(
        chain, ActiveMqInternals.removesUnknown(ExistingDestinations.class.getClassLoader()));
  }

  /** Whether there is nothing to remove, and ActiveMQ says so to whoever tries. */
  public boolean isNothingToRemove(ActiveMQDestination destination) {
    return removesUnknown && !chain.getDestinationMap(destination).containsKey(destination);
  }
}
