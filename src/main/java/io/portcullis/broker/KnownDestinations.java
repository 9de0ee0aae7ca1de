package io.portcullis.broker;

import java.util.Arrays;
import org.apache.activemq.broker.Broker;
import org.apache.activemq.command.ActiveMQDestination;
import org.apache.activemq.security.AuthorizationBroker;

/**
 * The destinations that a broker has, and whether ActiveMQ lets anybody remove one that it has not:
 * from 6.3.0 on it does, and whoever asks learns that there is none. Before, it asks for the right.
 */
public final class KnownDestinations {

  /** A method that came with that. */
  private static final String ASKS_ONLY_FOR_KNOWN = "checkDestinationAdminRemove";

  private final Broker chain;
  private final boolean removesUnknown;

  private KnownDestinations(Broker chain, boolean removesUnknown) {
    this.chain = chain;
    this.removesUnknown = removesUnknown;
  }

  /** Those behind the filters of {@code chain}. */
  public static KnownDestinations of(Broker chain) {
    return new KnownDestinations(
        chain,
        Arrays.stream(AuthorizationBroker.class.getDeclaredMethods())
            .anyMatch(method -> method.getName().equals(ASKS_ONLY_FOR_KNOWN)));
  }

  /** Whether there is nothing to remove, and ActiveMQ says so to whoever tries. */
  public boolean isNothingToRemove(ActiveMQDestination destination) {
    return removesUnknown && !chain.getDestinationMap(destination).containsKey(destination);
  }
}
