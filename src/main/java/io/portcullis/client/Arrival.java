package io.portcullis.client;

import jakarta.jms.Destination;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import java.util.Optional;

/**
 * The destination from which a message was received. The consumer's subscription counts, since this
 * client knows it. The destination that a message names comes from its sender or a forwarder. It
 * counts only if the subscription is for many destinations, and must then be one of those.
 *
 * @param subscription what the consumer subscribed to, for people
 * @param place the qualified name of the one destination, if it is known
 */
record Arrival(String subscription, Optional<String> place) {

  /** Of a message that an application received from what it says. */
  static Arrival of(DestinationPattern subscription, String shown, Message message)
      throws JMSException {
    if (!subscription.isWild()) {
      return new Arrival(shown, Optional.of(shown));
    }
    Destination named = message.getJMSDestination();
    return new Arrival(
        shown,
        named == null
            ? Optional.empty()
            : Optional.of(DestinationName.of(named).qualified()).filter(subscription::matches));
  }

  /** Whether this is where messages that are bound to that destination arrive. */
  boolean isAt(String qualifiedName) {
    return place.isPresent() && place.get().equals(qualifiedName);
  }

  @Override
  public String toString() {
    return subscription;
  }
}
