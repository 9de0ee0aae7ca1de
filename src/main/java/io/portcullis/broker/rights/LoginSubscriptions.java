package io.portcullis.broker.rights;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
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

  private final Map<ConsumerId, Subscription> byId = new ConcurrentHashMap<>();

  /** Those that are on a destination though their id was removed, or given to another. */
  private final List<Subscription> strays = new CopyOnWriteArrayList<>();

  /** Adds one that the broker made. */
  void add(Subscription subscription) {
    Subscription before = byId.put(subscription.getConsumerInfo().getConsumerId(), subscription);
    keep(before == subscription ? null : before);
  }

  /** Removes one that the broker has removed, if it has. */
  void remove(ConsumerId id) {
    keep(byId.remove(id));
  }

  private void keep(Subscription strayOrNull) {
    if (strayOrNull != null && isSomewhere(strayOrNull) && !strays.contains(strayOrNull)) {
      strays.add(strayOrNull);
    }
  }

  /** All of them. */
  List<Subscription> all() {
    strays.removeIf(stray -> !isSomewhere(stray));
    List<Subscription> all = new ArrayList<>(byId.values());
    all.addAll(strays);
    return all;
  }

  /** Takes one out; whether it was in. */
  boolean take(Subscription subscription) {
    boolean known = byId.remove(subscription.getConsumerInfo().getConsumerId(), subscription);
    return strays.remove(subscription) || known;
  }

  /** What they asked for, and the destinations that they have. */
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

  /** Whether a destination still dispatches to a subscription. Takes no lock. */
  static boolean isSomewhere(Subscription subscription) {
    return subscription instanceof DurableTopicSubscription durable
        ? durable.isActive()
        : !destinations(subscription).isEmpty();
  }

  /** The destinations that a subscription is on. Takes no lock. */
  static List<Destination> destinations(Subscription subscription) {
    return subscription instanceof AbstractSubscription known ? known.getDestinations() : List.of();
  }
}
