package io.portcullis.broker;

import java.util.Arrays;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.activemq.broker.Broker;
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
import org.apache.activemq.jaas.GroupPrincipal;
import org.apache.activemq.security.SecurityContext;

/**
 * Lets administrators alone read from the quarantine's queues, whatever the authorization map says,
 * and nobody but the broker write to them. Every queue is asked for every consumer, so a consumer
 * with wildcards simply does not get these. Virtual destinations and mirrors that would wrap them
 * are taken off.
 */
final class QuarantineGuard implements DestinationInterceptor {

  private final Set<GroupPrincipal> administrators;
  private volatile boolean installed;

  private QuarantineGuard(String administrators) {
    this.administrators = Set.of(new GroupPrincipal(administrators));
  }

  /** Stands behind all interceptors of the broker. */
  static QuarantineGuard install(RegionBroker regions, String administrators) {
    QuarantineGuard guard = new QuarantineGuard(administrators);
    guard.stand(regions);
    return guard;
  }

  /** Takes its place, unless it has it. */
  void stand(RegionBroker regions) {
    CompositeDestinationInterceptor all =
        (CompositeDestinationInterceptor) regions.getDestinationInterceptor();
    DestinationInterceptor[] interceptors = all.getInterceptors();
    if (interceptors.length > 0 && interceptors[interceptors.length - 1] == this) {
      return;
    }
    boolean wasTakenOff = installed;
    DestinationInterceptor[] more = Arrays.copyOf(interceptors, interceptors.length + 1);
    more[interceptors.length] = this;
    all.setInterceptors(more);
    installed = true;
    if (wasTakenOff) {
      regions.reapplyInterceptor();
    }
  }

  /** Whether somebody is an administrator, or the broker itself. */
  boolean isAdministrator(ConnectionContext context) {
    SecurityContext security = context.getSecurityContext();
    return security != null
        && (security.isBrokerContext() || AskedRights.isInOneOf(security, administrators));
  }

  @Override
  public Destination intercept(Destination destination) {
    if (!Quarantine.holds(destination.getActiveMQDestination())) {
      return destination;
    }
    Destination queue = innermost(destination);
    if (queue instanceof BaseDestination own) {
      // Advisories with a body would show to others what only administrators may read.
      own.setAdvisoryForDelivery(false);
      own.setAdvisoryForConsumed(false);
      own.setAdvisoryForDiscardingMessages(false);
      own.setIncludeBodyForAdvisory(false);
    }
    return new Guarded(queue);
  }

  private static Destination innermost(Destination destination) {
    Destination inner = destination;
    while (inner instanceof DestinationFilter filter) {
      inner = filter.getNext();
    }
    return inner;
  }

  @Override
  public void remove(Destination destination) {}

  @Override
  public void create(Broker broker, ConnectionContext context, ActiveMQDestination destination) {}

  private final class Guarded extends DestinationFilter {

    private final Set<Subscription> subscriptions = ConcurrentHashMap.newKeySet();

    Guarded(Destination queue) {
      super(queue);
    }

    @Override
    public void addSubscription(ConnectionContext context, Subscription subscription)
        throws Exception {
      if (subscription.getConsumerInfo().isNetworkSubscription()) {
        // A bridge that is refused breaks down; it simply gets nothing.
        return;
      }
      if (!isAdministrator(context)) {
        throw new SecurityException(
            "User %s is not authorized to read from: %s"
                .formatted(context.getUserName(), getActiveMQDestination()));
      }
      super.addSubscription(context, subscription);
      subscriptions.add(subscription);
    }

    /** ActiveMQ takes off what was never added, and counts its consumers below zero. */
    @Override
    public void removeSubscription(
        ConnectionContext context, Subscription subscription, long lastDeliveredSequenceId)
        throws Exception {
      if (subscriptions.remove(subscription)) {
        super.removeSubscription(context, subscription, lastDeliveredSequenceId);
      }
    }

    @Override
    public void send(ProducerBrokerExchange exchange, Message message) throws Exception {
      SecurityContext security = exchange.getConnectionContext().getSecurityContext();
      if (security == null || !security.isBrokerContext()) {
        throw new SecurityException(
            "User %s is not authorized to write to: %s"
                .formatted(
                    exchange.getConnectionContext().getUserName(), getActiveMQDestination()));
      }
      super.send(exchange, message);
    }
  }
}
