package io.portcullis.broker.rights;

import io.portcullis.broker.platform.Protocol;
import io.portcullis.broker.platform.Subjects;
import io.portcullis.broker.platform.Transports;
import io.portcullis.enforce.Enforcer;
import io.portcullis.enforce.Moment;
import io.portcullis.enforce.Refusal;
import io.portcullis.enforce.Subject;
import io.portcullis.enforce.TaskPool;
import io.portcullis.rule.RightFacts;
import io.portcullis.rule.Violation;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Future;
import org.apache.activemq.broker.Broker;
import org.apache.activemq.broker.Connection;
import org.apache.activemq.broker.ConnectionContext;
import org.apache.activemq.broker.TransportConnection;
import org.apache.activemq.broker.region.Destination;
import org.apache.activemq.broker.region.Subscription;
import org.apache.activemq.command.ConsumerControl;
import org.apache.activemq.command.ConsumerInfo;

/**
 * Ends consumers that lost their right to read. First the broker removes the consumer, so that its
 * unacknowledged messages go to others. Then the client is told. OpenWire has a command for that.
 * In other protocols the connection ends.
 *
 * <p>This class only cleans up: {@link ReadPolicy} has already stopped the dispatch. To remove a
 * consumer, the broker takes the lock of its queue. A client can hold that lock, for example by not
 * reading its socket. So each connection has a thread of its own for this, up to a bound.
 *
 * <p>In two cases it ends the connection instead, which takes no lock:
 *
 * <ul>
 *   <li>The removal takes longer than a second.
 *   <li>A consumer is still on a destination after the broker removed it, because its id was given
 *       to another.
 * </ul>
 */
public final class ConsumerRevocation {

  /**
   * The number of connections that may be stuck at a time. What waits behind them ends after a
   * second.
   */
  private static final int THREADS = 64;

  private static final Duration TIMEOUT = Duration.ofSeconds(1);

  private final Broker chain;
  private final AuthorizationMapView rights;
  private final Enforcer enforcer;

  /** Removes consumers. Its threads may be stuck. */
  private final TaskPool forgetting = new TaskPool("revocation", THREADS);

  /** Ends connections. It waits for no destination. */
  private final TaskPool ending = new TaskPool("revocation ends a connection", THREADS);

  /** Removes consumers from {@code chain}, the filters before the gate. */
  public ConsumerRevocation(Broker chain, AuthorizationMapView rights, Enforcer enforcer) {
    this.chain = chain;
    this.rights = rights;
    this.enforcer = enforcer;
  }

  /**
   * Ends consumers of one connection in the background. After this returns, they will end: what
   * fails is tried again.
   */
  void revoke(LiveSecurityContext login, List<Subscription> lost) {
    ConnectionContext context = login.connection();
    RightFacts first = lostRead(context, lost.get(0));
    Future<?> late = ending.runAfter(TIMEOUT, () -> end(context.getConnection(), first));
    Future<?> unused = forgetting.run(() -> forget(context, lost, first, late));
    lost.forEach(subscription -> tellOnce(context, subscription));
  }

  private void tellOnce(ConnectionContext context, Subscription subscription) {
    try {
      tell(context, subscription);
    } catch (RuntimeException | Error e) {
      Future<?> unused = ending.run(() -> tell(context, subscription));
    }
  }

  private void tell(ConnectionContext context, Subscription subscription) {
    RightFacts lost = lostRead(context, subscription);
    Subject reader = Subjects.of(context, subscription.getConsumerInfo().getDestination());
    for (Violation violation : enforcer.now().rules().judge(lost, rule -> rule.judge(lost))) {
      enforcer.refuse(Moment.CONNECTION, reader, violation);
    }
  }

  private RightFacts lostRead(ConnectionContext context, Subscription subscription) {
    return rights.lostRead(context, subscription.getConsumerInfo().getDestination());
  }

  private void forget(
      ConnectionContext context, List<Subscription> lost, RightFacts first, Future<?> late) {
    try {
      for (Subscription subscription : lost) {
        if (late.isDone()) {
          return;
        }
        end(context, subscription);
      }
    } catch (Throwable e) {
      Future<?> unused = ending.run(() -> end(context.getConnection(), first));
    }
    late.cancel(false);
  }

  private void end(ConnectionContext context, Subscription subscription) throws Exception {
    ConsumerInfo consumer = subscription.getConsumerInfo();
    Connection connection = context.getConnection();
    chain.removeConsumer(context, consumer);
    if (LoginSubscriptions.isSomewhere(subscription)) {
      for (Destination destination : LoginSubscriptions.destinations(subscription)) {
        destination.removeSubscription(context, subscription, 0);
      }
      throw new IllegalStateException("its id was given to another consumer");
    }
    if (!understandsControl(connection)) {
      throw new IllegalStateException("its protocol has no word for it");
    }
    connection.dispatchAsync(control(consumer));
  }

  private static boolean understandsControl(Connection connection) {
    return Protocol.of(connection) == Protocol.OPENWIRE
        || (connection instanceof TransportConnection live
            && Transports.isInVm(live.getTransport()));
  }

  private static ConsumerControl control(ConsumerInfo consumer) {
    ConsumerControl control = new ConsumerControl();
    control.setConsumerId(consumer.getConsumerId());
    control.setDestination(consumer.getDestination());
    control.setClose(true);
    return control;
  }

  private static void end(Connection connection, RightFacts lost) {
    if (connection instanceof TransportConnection live) {
      live.stopAsync(
          Refusal.of(
              "User %s is not authorized to read from: %s any more"
                  .formatted(lost.user(), lost.destination())));
    }
  }

  /** Stops. No more consumers are ended. */
  void stop() {
    forgetting.stop();
    ending.stop();
  }
}
