package io.portcullis.gate;

import io.portcullis.broker.platform.ActiveMqInternals;
import org.apache.activemq.broker.Broker;
import org.apache.activemq.command.ActiveMQDestination;

/**
 * Tells which destinations a broker has, and whether ActiveMQ lets anybody remove one that does not
 * exist. From 6.3.0 on it does, and the client learns that there is none. Earlier versions require
 * the right to remove it.
 */
final class ExistingDestinations {

  private final Broker chain;
  private final boolean removesUnknown;

  private ExistingDestinations(Broker chain, boolean removesUnknown) {
    this.chain = chain;
    this.removesUnknown = removesUnknown;
  }

  /** Uses the regions behind the filters of {@code chain}. */
  public static ExistingDestinations of(Broker chain) {
    return new ExistingDestinations(
        chain, ActiveMqInternals.removesUnknown(ExistingDestinations.class.getClassLoader()));
  }

  /** Tells whether the destination does not exist and ActiveMQ tells the client so. */
  public boolean isNothingToRemove(ActiveMQDestination destination) {
    return removesUnknown && !chain.getDestinationMap(destination).containsKey(destination);
  }
}
