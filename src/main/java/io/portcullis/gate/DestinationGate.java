package io.portcullis.gate;

import io.portcullis.broker.platform.Destinations;
import io.portcullis.broker.rights.LateSubscriptions;
import io.portcullis.broker.rights.LiveSecurityContext;
import io.portcullis.broker.send.ForwardingExchange;
import io.portcullis.broker.send.Quarantine;
import io.portcullis.broker.send.QuarantineGuard;
import io.portcullis.broker.send.QuarantineQueue;
import io.portcullis.broker.send.QuarantineReaders;
import io.portcullis.broker.send.ScheduledSends;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.activemq.broker.Broker;
import org.apache.activemq.broker.BrokerService;
import org.apache.activemq.broker.ConnectionContext;
import org.apache.activemq.broker.ProducerBrokerExchange;
import org.apache.activemq.broker.region.BaseDestination;
import org.apache.activemq.broker.region.CompositeDestinationInterceptor;
import org.apache.activemq.broker.region.Destination;
import org.apache.activemq.broker.region.DestinationFilter;
import org.apache.activemq.broker.region.DestinationInterceptor;
import org.apache.activemq.broker.region.RegionBroker;
import org.apache.activemq.broker.region.Subscription;
import org.apache.activemq.command.ActiveMQDestination;
import org.apache.activemq.command.Message;
import org.apache.activemq.security.AuthorizationDestinationFilter;

/**
 * The gate in front of every destination, outside of everything that the operator's configuration
 * wraps around it. It {@linkplain QuarantineQueue guards} the quarantine's queues. It judges again
 * what the broker forwards from virtual topics, composite and mirrored queues, where that arrives.
 */
final class DestinationGate implements DestinationInterceptor {

  /** Judges a message that the broker forwards. */
  public interface Judge {
    /**
     * Judges a message.
     *
     * @param first the destination that its client sent it to
     * @param sentTo the destination that forwards it
     * @param destination the destination where it arrives
     * @return false if it is in quarantine and must not arrive
     * @throws SecurityException if it is refused
     */
    boolean passes(
        ProducerBrokerExchange exchange,
        Message message,
        ActiveMQDestination first,
        ActiveMQDestination sentTo,
        ActiveMQDestination destination);

    /**
     * Judges a scheduled message that arrives now.
     *
     * @param destination the destination where it arrives, which is the one that it was sent to
     * @return false if it must not arrive
     */
    boolean isDue(ProducerBrokerExchange exchange, Message message, ActiveMQDestination destination)
        throws IOException;
  }

  private final BrokerService service;
  private final RegionBroker regions;
  private final List<DestinationInterceptor> ofPlugins;
  private final QuarantineGuard guard;
  private final QuarantineReaders readers;
  private final ScheduledSends scheduled;
  private final Judge judge;
  private final LateSubscriptions late;
  private volatile DestinationInterceptor[] applied;

  private DestinationGate(
      BrokerService service,
      RegionBroker regions,
      Quarantine quarantine,
      ScheduledSends scheduled,
      Judge judge,
      LateSubscriptions late) {
    this.service = service;
    this.regions = regions;
    this.guard = quarantine.guard();
    this.readers = quarantine.readers();
    this.scheduled = scheduled;
    this.judge = judge;
    this.late = late;
    List<DestinationInterceptor> configured = List.of(service.getDestinationInterceptors());
    this.ofPlugins =
        Arrays.stream(interceptors())
            .filter(interceptor -> !configured.contains(interceptor))
            .toList();
    this.applied = takePlace();
  }

  /**
   * Installs the gate before the destinations of the regions behind the filters of {@code chain}.
   */
  public static DestinationGate install(
      Broker chain,
      Quarantine quarantine,
      ScheduledSends scheduled,
      Judge judge,
      LateSubscriptions late) {
    return new DestinationGate(
        chain.getBrokerService(),
        (RegionBroker) chain.getAdaptor(RegionBroker.class),
        quarantine,
        scheduled,
        judge,
        late);
  }

  /**
   * Takes the outermost place before every destination, unless it has it already. It does so
   * whatever was put before it. It costs one comparison, so that every send can call it.
   */
  public void stand() {
    if (interceptors() != applied) {
      apply();
    }
  }

  private synchronized void apply() {
    if (interceptors() != applied) {
      DestinationInterceptor[] all = takePlace();
      regions.reapplyInterceptor();
      applied = all;
    }
  }

  /**
   * Takes the outermost place for all destinations that are wrapped from now on, behind the
   * interceptors of plugins such as authorization. All interceptors become part of the broker's
   * configuration. When virtual destinations change, runtimeConfigurationPlugin rebuilds the
   * interceptors from the configuration alone, and others are lost. A broker that stops forgets
   * them.
   */
  private DestinationInterceptor[] takePlace() {
    List<DestinationInterceptor> all = new ArrayList<>(Arrays.asList(interceptors()));
    all.removeAll(ofPlugins);
    all.remove(this);
    all.addAll(ofPlugins);
    all.add(this);
    DestinationInterceptor[] placed = all.toArray(DestinationInterceptor[]::new);
    composite().setInterceptors(placed);
    service.setDestinationInterceptors(placed);
    return placed;
  }

  private boolean isOutermost() {
    DestinationInterceptor[] all = interceptors();
    return all[all.length - 1] == this;
  }

  private DestinationInterceptor[] interceptors() {
    return composite().getInterceptors();
  }

  private CompositeDestinationInterceptor composite() {
    return (CompositeDestinationInterceptor) regions.getDestinationInterceptor();
  }

  /**
   * Wraps a destination. If other interceptors come after this one, the order changes first. So no
   * destination is ever without its gate.
   */
  @Override
  public Destination intercept(Destination destination) {
    if (!isOutermost()) {
      takePlace();
    }
    if (Quarantine.holds(destination.getActiveMQDestination())) {
      return guarded(destination);
    }
    Destination wrapped =
        isNew(destination) ? destination : wrapAnew(Destinations.innermost(destination));
    return new Watched(
        wrapped,
        sendsOn(wrapped),
        watched(destination).map(before -> before.readers).orElseGet(ConcurrentHashMap::newKeySet));
  }

  /**
   * Guards a queue of the quarantine. A queue keeps the guard that it has, because that guard knows
   * its consumers.
   */
  private Destination guarded(Destination destination) {
    return QuarantineQueue.within(destination)
        .orElseGet(
            () -> QuarantineQueue.guard(Destinations.innermost(destination), guard, readers));
  }

  /**
   * Tells whether a destination has no wrapper yet. If ActiveMQ's interceptors change at run time,
   * it returns destinations that are wrapped already, and wraps them again.
   */
  private boolean isNew(Destination destination) {
    ActiveMQDestination name = destination.getActiveMQDestination();
    return !regions.getDestinationMap(name).containsKey(name) && watched(destination).isEmpty();
  }

  /** Returns the wrapper that this gate put around a destination before. */
  private static Optional<Watched> watched(Destination destination) {
    return Destinations.filter(destination, Watched.class);
  }

  /** Wraps a destination by each of the current interceptors once. */
  private Destination wrapAnew(Destination destination) {
    Destination wrapped = destination;
    for (DestinationInterceptor interceptor : interceptors()) {
      if (interceptor != this) {
        wrapped = interceptor.intercept(wrapped);
      }
    }
    return wrapped;
  }

  /** Tells whether a wrapper of the destination might forward messages. */
  private static boolean sendsOn(Destination destination) {
    return !(Destinations.innermost(destination, AuthorizationDestinationFilter.class)
        instanceof BaseDestination);
  }

  @Override
  public void remove(Destination destination) {}

  @Override
  public void create(Broker broker, ConnectionContext context, ActiveMQDestination destination) {}

  /** A destination that may receive forwarded messages and may get subscriptions later. */
  private final class Watched extends DestinationFilter {

    private final boolean sendsOn;

    /** The subscriptions of a queue. */
    private final Set<Subscription> readers;

    Watched(Destination destination, boolean sendsOn, Set<Subscription> readers) {
      super(destination);
      this.sendsOn = sendsOn;
      this.readers = readers;
    }

    /**
     * Adds a subscription. If the user may not read a destination that is being created, the
     * subscription is not added, and the creation continues.
     */
    @Override
    public void addSubscription(ConnectionContext context, Subscription subscription)
        throws Exception {
      if (!late.needRights()) {
        late.report(context, subscription, getActiveMQDestination());
        put(context, subscription);
        return;
      }
      boolean beingMade = isBeingMade();
      try {
        put(late.readerOf(context, subscription), subscription);
      } catch (SecurityException e) {
        if (!beingMade) {
          throw e;
        }
        late.leftOut(subscription, getActiveMQDestination(), e);
      }
    }

    private boolean isBeingMade() {
      ActiveMQDestination name = getActiveMQDestination();
      return !regions.getDestinationMap(name).containsKey(name);
    }

    private void put(ConnectionContext reader, Subscription subscription) throws Exception {
      super.addSubscription(reader, subscription);
      if (getActiveMQDestination().isQueue()) {
        readers.add(subscription);
      }
    }

    /**
     * Removes a subscription, if it was added. ActiveMQ also removes subscriptions that never were,
     * and then counts the queue's consumers below zero.
     */
    @Override
    public void removeSubscription(
        ConnectionContext context, Subscription subscription, long lastDeliveredSequenceId)
        throws Exception {
      if (!getActiveMQDestination().isQueue() || readers.remove(subscription)) {
        super.removeSubscription(context, subscription, lastDeliveredSequenceId);
      }
    }

    @Override
    public void send(ProducerBrokerExchange exchange, Message message) throws Exception {
      ActiveMQDestination here = getActiveMQDestination();
      if (exchange instanceof ForwardingExchange sending
          && !sending.sentTo().equals(here)
          && !judge.passes(exchange, message, sending.first(), sending.sentTo(), here)) {
        return;
      }
      if (scheduled.isScheduler(exchange) && !judge.isDue(exchange, message, here)) {
        return;
      }
      super.send(sendsOn ? LiveSecurityContext.forwarding(here, exchange) : exchange, message);
    }
  }
}
