package io.portcullis.broker;

import java.util.Arrays;
import java.util.Set;
import org.apache.activemq.broker.Broker;
import org.apache.activemq.broker.ConnectionContext;
import org.apache.activemq.broker.ProducerBrokerExchange;
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

  private QuarantineGuard(String administrators) {
    this.administrators = Set.of(new GroupPrincipal(administrators));
  }

  /** Stands behind all interceptors of the broker. */
  static QuarantineGuard install(RegionBroker regions, String administrators) {
    CompositeDestinationInterceptor all =
        (CompositeDestinationInterceptor) regions.getDestinationInterceptor();
    DestinationInterceptor[] interceptors = all.getInterceptors();
    DestinationInterceptor[] more = Arrays.copyOf(interceptors, interceptors.length + 1);
    QuarantineGuard guard = new QuarantineGuard(administrators);
    more[interceptors.length] = guard;
    all.setInterceptors(more);
    return guard;
  }

  /** Whether somebody is an administrator, or the broker itself. */
  boolean isAdministrator(ConnectionContext context) {
    SecurityContext security = context.getSecurityContext();
    return security != null && (security.isBrokerContext() || security.isInOneOf(administrators));
  }

  @Override
  public Destination intercept(Destination destination) {
    return Quarantine.holds(destination.getActiveMQDestination())
        ? new Guarded(innermost(destination))
        : destination;
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

    Guarded(Destination queue) {
      super(queue);
    }

    @Override
    public void addSubscription(ConnectionContext context, Subscription subscription)
        throws Exception {
      if (!isAdministrator(context) || subscription.getConsumerInfo().isNetworkSubscription()) {
        throw new SecurityException(
            "User %s is not authorized to read from: %s"
                .formatted(context.getUserName(), getActiveMQDestination()));
      }
      super.addSubscription(context, subscription);
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
