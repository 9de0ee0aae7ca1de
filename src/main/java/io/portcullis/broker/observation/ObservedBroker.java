package io.portcullis.broker.observation;

import io.portcullis.broker.platform.PathSeparators;
import io.portcullis.broker.rights.AuthorizationMapView;
import io.portcullis.broker.rights.LiveSecurityContext;
import io.portcullis.rule.Operation;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.Predicate;
import org.apache.activemq.broker.Broker;
import org.apache.activemq.broker.BrokerFilter;
import org.apache.activemq.broker.ConnectionContext;
import org.apache.activemq.broker.ProducerBrokerExchange;
import org.apache.activemq.broker.region.Destination;
import org.apache.activemq.broker.region.Subscription;
import org.apache.activemq.command.ActiveMQDestination;
import org.apache.activemq.command.ActiveMQTempQueue;
import org.apache.activemq.command.ConsumerInfo;
import org.apache.activemq.command.DestinationInfo;
import org.apache.activemq.command.Message;
import org.apache.activemq.command.ProducerInfo;
import org.apache.activemq.security.SecurityContext;

/**
 * The filter that sees which rights clients use, and whether the plugins behind it refuse. It
 * stands right before them. What the broker does in its own name does not count.
 *
 * <p>If users need rights, {@link LiveSecurityContext} tells of each right to write when it is
 * asked for, so that a message costs nothing here. Otherwise the first message of a connection and
 * destination in each minute is recorded.
 */
public final class ObservedBroker extends BrokerFilter {

  private static final String SHIRO = "org.apache.shiro.authz.";

  /** Stands for all temporary destinations, which are one row. */
  private static final ActiveMQDestination ANY_TEMPORARY = new ActiveMQTempQueue("any");

  /** A client chooses the names. */
  private static final int MOST_NAMES = 10_000;

  private final UsageObserver observer;
  private final AuthorizationMapView rights;
  private final PathSeparators separators;
  private final Predicate<ActiveMQDestination> nothingToRemove;

  /** The destinations that each connection has sent to in this minute. */
  private final ConcurrentMap<ConnectionContext, Set<ActiveMQDestination>> sent =
      new ConcurrentHashMap<>();

  /**
   * @param next the filters that judge rights
   * @param rights tells whether the map permits what they do not judge
   * @param separators translates the names that clients use
   * @param nothingToRemove tells of which destinations ActiveMQ answers a removal although nobody
   *     asks for a right
   */
  public ObservedBroker(
      Broker next,
      UsageObserver observer,
      AuthorizationMapView rights,
      PathSeparators separators,
      Predicate<ActiveMQDestination> nothingToRemove) {
    super(next);
    this.observer = observer;
    this.rights = rights;
    this.separators = separators;
    this.nothingToRemove = nothingToRemove;
  }

  /** Begins a new minute. */
  void beginMinute() {
    sent.clear();
  }

  /** A call to the next filter that returns a result. */
  private interface Call<T> {
    T make() throws Exception;
  }

  private <T> T observed(
      ConnectionContext context,
      Operation operation,
      ActiveMQDestination destinationOrNull,
      Call<T> call)
      throws Exception {
    if (destinationOrNull == null || !isClient(context)) {
      return call.make();
    }
    ActiveMQDestination destination = separators.translate(destinationOrNull);
    T made;
    try {
      made = call.make();
    } catch (RuntimeException e) {
      if (isRefusal(e)) {
        observer.refused(context, operation, destination);
      }
      throw e;
    }
    observer.passed(context, operation, destination, rights);
    return made;
  }

  /** Tells whether an error is a plugin's refusal. Shiro has errors of its own. */
  public static boolean isRefusal(RuntimeException error) {
    return error instanceof SecurityException || error.getClass().getName().startsWith(SHIRO);
  }

  private boolean isClient(ConnectionContext context) {
    SecurityContext user = context.getSecurityContext();
    return (user == null || !user.isBrokerContext()) && observer.isOn();
  }

  @Override
  public Subscription addConsumer(ConnectionContext context, ConsumerInfo info) throws Exception {
    return observed(
        context, Operation.READ, info.getDestination(), () -> super.addConsumer(context, info));
  }

  @Override
  public void addProducer(ConnectionContext context, ProducerInfo info) throws Exception {
    observed(
        context,
        Operation.WRITE,
        info.getDestination(),
        () -> {
          super.addProducer(context, info);
          return true;
        });
  }

  /** Adds a destination. Only for one that is not there does anybody need a right. */
  @Override
  public Destination addDestination(
      ConnectionContext context, ActiveMQDestination destination, boolean create) throws Exception {
    return exists(destination)
        ? super.addDestination(context, destination, create)
        : observed(
            context,
            Operation.ADMIN,
            destination,
            () -> super.addDestination(context, destination, create));
  }

  @Override
  public void addDestinationInfo(ConnectionContext context, DestinationInfo info) throws Exception {
    if (exists(info.getDestination())) {
      super.addDestinationInfo(context, info);
      return;
    }
    observed(
        context,
        Operation.ADMIN,
        info.getDestination(),
        () -> {
          super.addDestinationInfo(context, info);
          return true;
        });
  }

  /** Removes a destination. If there is none, newer versions of ActiveMQ ask for no right. */
  @Override
  public void removeDestination(
      ConnectionContext context, ActiveMQDestination destination, long timeout) throws Exception {
    if (isNothingToRemove(destination)) {
      super.removeDestination(context, destination, timeout);
      return;
    }
    observed(
        context,
        Operation.ADMIN,
        destination,
        () -> {
          super.removeDestination(context, destination, timeout);
          return true;
        });
  }

  @Override
  public void removeDestinationInfo(ConnectionContext context, DestinationInfo info)
      throws Exception {
    if (isNothingToRemove(info.getDestination())) {
      super.removeDestinationInfo(context, info);
      return;
    }
    observed(
        context,
        Operation.ADMIN,
        info.getDestination(),
        () -> {
          super.removeDestinationInfo(context, info);
          return true;
        });
  }

  private boolean exists(ActiveMQDestination destinationOrNull) {
    if (destinationOrNull == null) {
      return true;
    }
    ActiveMQDestination destination = separators.translate(destinationOrNull);
    return getDestinationMap(destination).containsKey(destination);
  }

  private boolean isNothingToRemove(ActiveMQDestination destinationOrNull) {
    return destinationOrNull != null
        && nothingToRemove.test(separators.translate(destinationOrNull));
  }

  @Override
  public void send(ProducerBrokerExchange exchange, Message message) throws Exception {
    ConnectionContext context = exchange.getConnectionContext();
    boolean live = context.getSecurityContext() instanceof LiveSecurityContext;
    // Filters below may change it.
    ActiveMQDestination destination = message.getDestination();
    try {
      super.send(exchange, message);
    } catch (RuntimeException e) {
      if (destination != null && isRefusal(e) && isClient(context)) {
        observer.refused(context, Operation.WRITE, separators.translate(destination));
      }
      throw e;
    }
    if (!live
        && destination != null
        && isClient(context)
        && isFirstInMinute(context, destination)) {
      observer.passed(context, Operation.WRITE, separators.translate(destination), rights);
    }
  }

  private boolean isFirstInMinute(ConnectionContext context, ActiveMQDestination destination) {
    Set<ActiveMQDestination> names = sent.get(context);
    if (names == null) {
      names = sent.computeIfAbsent(context, own -> ConcurrentHashMap.newKeySet(1));
    }
    ActiveMQDestination name = destination.isTemporary() ? ANY_TEMPORARY : destination;
    if (names.contains(name)) {
      return false;
    }
    if (names.size() < MOST_NAMES) {
      boolean unused = names.add(name);
    }
    return true;
  }
}
