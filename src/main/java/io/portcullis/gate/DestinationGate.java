package io.portcullis.gate;

import io.portcullis.broker.platform.Destinations;
import io.portcullis.broker.rights.LateSubscriptions;
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
 * The gate before every destination, outside all that the operator's configuration wraps around it.
 * The quarantine's queues are {@linkplain QuarantineQueue guarded}; what the broker sends on by
 * itself, from virtual topics, composite and mirrored queues, is judged once more where it arrives.
 */
final class DestinationGate implements DestinationInterceptor {

  /** Judges a message that the broker sends on. */
  public interface Judge {
    /**
     * Judges a message.
     *
     * @param first the destination that its client sent it to
     * @param sentTo the destination that sends it on
     * @param destination where it arrives
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
     * Judges a message that was scheduled, and arrives now.
     *
     * @param destination where it arrives, which is where it was sent to
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

  /** Stands before the destinations of the regions behind the filters of {@code chain}. */
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
   * Takes the outermost place before every destination, unless it has it, whatever put others
   * before it. Costs a comparison, so that every send can ask for it.
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
   * interceptors of plugins, such as the authorization's. All of them become a part of the broker's
   * configuration: from that, and from nothing else, runtimeConfigurationPlugin makes up the
   * interceptors when virtual destinations change, and those that it does not find there are gone.
   * A broker that stops forgets them.
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
   * Where others come after this one, their places change before they are asked, so that no
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

  /** A queue that is guarded stays so by the same guard, which knows its consumers. */
  private Destination guarded(Destination destination) {
    return QuarantineQueue.within(destination)
        .orElseGet(
            () -> QuarantineQueue.guard(Destinations.innermost(destination), guard, readers));
  }

  /**
   * Whether nothing was wrapped around a destination before. ActiveMQ, when its interceptors change
   * while it runs, hands out what earlier ones made, and wraps that once more.
   */
  private boolean isNew(Destination destination) {
    ActiveMQDestination name = destination.getActiveMQDestination();
    return !regions.getDestinationMap(name).containsKey(name) && watched(destination).isEmpty();
  }

  /** What this gate put around a destination before. */
  private static Optional<Watched> watched(Destination destination) {
    return Destinations.filter(destination, Watched.class);
  }

  /** What the present interceptors make of a destination, each once. */
  private Destination wrapAnew(Destination destination) {
    Destination wrapped = destination;
    for (DestinationInterceptor interceptor : interceptors()) {
      if (interceptor != this) {
        wrapped = interceptor.intercept(wrapped);
      }
    }
    return wrapped;
  }

  /** Whether anything is wrapped around a destination that might send messages elsewhere. */
  private static boolean sendsOn(Destination destination) {
    return !(Destinations.innermost(destination, AuthorizationDestinationFilter.class)
        instanceof BaseDestination);
  }

  @Override
  public void remove(Destination destination) {}

  @Override
  public void create(Broker broker, ConnectionContext context, ActiveMQDestination destination) {}

  /** A destination that anything may be sent on to, and that readers may be put on later. */
  private final class Watched extends DestinationFilter {

    private final boolean sendsOn;

    /** The subscriptions of a queue. */
    private final Set<Subscription> readers;

    Watched(Destination destination, boolean sendsOn, Set<Subscription> readers) {
      super(destination);
      this.sendsOn = sendsOn;
      this.readers = readers;
    }

    /** Who may not read what is just being made is not put on it, and the making goes on. */
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

    /** ActiveMQ takes off a queue what was never added, and counts its consumers below zero. */
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
      super.send(sendsOn ? ForwardingExchange.from(here, exchange) : exchange, message);
    }
  }
}
