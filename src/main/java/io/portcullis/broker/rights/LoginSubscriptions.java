package io.portcullis.broker.rights;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.apache.activemq.broker.region.AbstractSubscription;
import org.apache.activemq.broker.region.Destination;
import org.apache.activemq.broker.region.DurableTopicSubscription;
import org.apache.activemq.broker.region.Subscription;
import org.apache.activemq.command.ActiveMQDestination;
import org.apache.activemq.command.ConsumerId;

/**
 * The subscriptions of one login. A client chooses their ids, so a removal by id proves nothing. A
 * subscription stays here, under whatever id, until it is off its destination.
 */
final class LoginSubscriptions {

  private final Map<ConsumerId, Subscription> byId = new ConcurrentHashMap<>(1);

  /**
   * Subscriptions that are still on a destination although their id was removed or given to
   * another.
   */
  private volatile List<Subscription> strays = List.of();

  /** Adds a subscription that the broker created. */
  void add(Subscription subscription) {
    Subscription before = byId.put(subscription.getConsumerInfo().getConsumerId(), subscription);
    keep(before == subscription ? null : before);
  }

  /** Removes a subscription by its id. If it is still on a destination, it is kept as a stray. */
  void remove(ConsumerId id) {
    keep(byId.remove(id));
  }

  private synchronized void keep(Subscription strayOrNull) {
    if (strayOrNull != null && isSomewhere(strayOrNull) && !strays.contains(strayOrNull)) {
      strays = Stream.concat(strays.stream(), Stream.of(strayOrNull)).toList();
    }
  }

  private synchronized void dropStrays(Predicate<Subscription> gone) {
    if (!strays.isEmpty()) {
      strays = strays.stream().filter(gone.negate()).toList();
    }
  }

  /** Returns all of them. */
  List<Subscription> all() {
    dropStrays(stray -> !isSomewhere(stray));
    List<Subscription> all = new ArrayList<>(byId.values());
    all.addAll(strays);
    return all;
  }

  /** Takes one out, and tells whether it was there. */
  boolean take(Subscription subscription) {
    boolean known = byId.remove(subscription.getConsumerInfo().getConsumerId(), subscription);
    boolean stray = strays.contains(subscription);
    dropStrays(other -> other.equals(subscription));
    return stray || known;
  }

  /** Returns the destinations that they asked for and those that they have. */
  Set<ActiveMQDestination> asked() {
    Set<ActiveMQDestination> destinations = new HashSet<>();
    for (Subscription subscription : byId.values()) {
      destinations.add(subscription.getConsumerInfo().getDestination());
      for (Destination destination : destinations(subscription)) {
        destinations.add(destination.getActiveMQDestination());
      }
    }
    return destinations;
  }

  /** Tells whether a destination still dispatches to a subscription. It takes no lock. */
  static boolean isSomewhere(Subscription subscription) {
    return subscription instanceof DurableTopicSubscription durable
        ? durable.isActive()
        : !destinations(subscription).isEmpty();
  }

  /** Returns the destinations that a subscription is on. It takes no lock. */
  static List<Destination> destinations(Subscription subscription) {
    return subscription instanceof AbstractSubscription known ? known.getDestinations() : List.of();
  }
}
