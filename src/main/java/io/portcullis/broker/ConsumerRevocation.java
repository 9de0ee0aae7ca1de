package io.portcullis.broker;

import io.portcullis.enforce.Enforcer;
import io.portcullis.enforce.Moment;
import io.portcullis.enforce.Subject;
import io.portcullis.rule.RightFacts;
import io.portcullis.rule.Violation;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.apache.activemq.broker.Broker;
import org.apache.activemq.broker.Connection;
import org.apache.activemq.broker.ConnectionContext;
import org.apache.activemq.broker.TransportConnection;
import org.apache.activemq.command.ConsumerControl;
import org.apache.activemq.command.ConsumerInfo;

/**
 * Ends consumers whose right to read was taken back: the broker forgets one first, so that what it
 * had not acknowledged goes to others, and then it is told. OpenWire has a word for that; where a
 * protocol has none, the connection ends.
 *
 * <p>To forget a consumer takes the lock of its queue, which a client that does not read its socket
 * can hold; so that is done in threads of its own, and what takes longer than a second ends the
 * connection instead, which takes no lock.
 */
public final class ConsumerRevocation {

  private static final int THREADS = 4;
  private static final long PATIENCE_MILLIS = 1_000;

  private final Broker chain;
  private final Enforcer enforcer;
  private final ExecutorService endings =
      Executors.newFixedThreadPool(
          THREADS,
          task -> {
            Thread thread = new Thread(task, "Portcullis revocation");
            thread.setDaemon(true);
            return thread;
          });

  /** Removes consumers from {@code chain}, the filters before the gate. */
  public ConsumerRevocation(Broker chain, Enforcer enforcer) {
    this.chain = chain;
    this.enforcer = enforcer;
  }

  /**
   * Ends a consumer if that turns out to be due; a question that fails was not answered with no.
   */
  void revokeIf(LiveSecurityContext login, ConsumerInfo consumer, BooleanSupplier isDue) {
    endings.execute(
        () -> {
          boolean due;
          try {
            due = isDue.getAsBoolean();
          } catch (RuntimeException e) {
            due = true;
          }
          if (due) {
            revoke(login, consumer);
          }
        });
  }

  /** Ends a consumer. */
  void revoke(LiveSecurityContext login, ConsumerInfo consumer) {
    if (login.consumers().remove(consumer.getConsumerId()) == null) {
      return;
    }
    ConnectionContext context = login.connection();
    RightFacts lost = AskedRights.lostRead(context, consumer.getDestination());
    Subject reader = Subjects.of(context, consumer.getDestination());
    for (Violation violation : enforcer.now().rules().judge(lost, rule -> rule.judge(lost))) {
      enforcer.refuse(Moment.CONNECTION, reader, violation);
    }
    CompletableFuture<Void> unused =
        CompletableFuture.runAsync(() -> end(context, consumer), endings)
            .orTimeout(PATIENCE_MILLIS, TimeUnit.MILLISECONDS)
            .whenComplete(
                (ended, failure) -> {
                  if (failure != null) {
                    end(context.getConnection(), lost);
                  }
                });
  }

  private void end(ConnectionContext context, ConsumerInfo consumer) {
    Connection connection = context.getConnection();
    try {
      chain.removeConsumer(context, consumer);
    } catch (Exception e) {
      throw new CompletionException(e);
    }
    if (!understandsControl(connection)) {
      throw new CompletionException(new SecurityException("its protocol has no word for it"));
    }
    connection.dispatchAsync(control(consumer));
  }

  private static boolean understandsControl(Connection connection) {
    return Protocol.of(connection) == Protocol.OPENWIRE
        || (connection instanceof TransportConnection live
            && ConnectionInspector.isInVm(live.getTransport()));
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
          new SecurityException(
              "User %s is not authorized to read from: %s any more"
                  .formatted(lost.user(), lost.destination())));
    }
  }

  /** Ends no more. */
  void stop() {
    endings.shutdownNow();
  }
}
