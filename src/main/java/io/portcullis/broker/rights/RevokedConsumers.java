package io.portcullis.broker.rights;

import io.portcullis.broker.send.Administrators;
import io.portcullis.enforce.IndependentSteps;
import io.portcullis.rule.Operation;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.activemq.broker.region.Destination;
import org.apache.activemq.broker.region.Subscription;
import org.apache.activemq.command.ActiveMQDestination;

/**
 * Tracks the connections that are logged in, and finds their consumers that lost the right to read.
 */
final class RevokedConsumers {

  private final Administrators administrators;
  private final ConsumerRevocation revocation;
  private final Set<LiveSecurityContext> logins = ConcurrentHashMap.newKeySet();

  RevokedConsumers(Administrators administrators, ConsumerRevocation revocation) {
    this.administrators = administrators;
    this.revocation = revocation;
  }

  /** Returns who may read from the quarantine. */
  Administrators administrators() {
    return administrators;
  }

  void add(LiveSecurityContext login) {
    logins.add(login);
  }

  void remove(LiveSecurityContext login) {
    logins.remove(login);
  }

  /** Returns the connections. */
  Set<LiveSecurityContext> logins() {
    return logins;
  }

  /**
   * Asks for all rights that consumers need. So a slow directory delays this thread, and not the
   * dispatch.
   */
  void ask(RightsSnapshot fresh) {
    IndependentSteps.each(
        logins,
        login ->
            IndependentSteps.each(
                login.consumers().asked(), destination -> ask(fresh, login, destination)));
  }

  private static void ask(
      RightsSnapshot fresh, LiveSecurityContext login, ActiveMQDestination destination) {
    try {
      boolean unused = fresh.held(Operation.READ, destination, login);
    } catch (RuntimeException | Error e) {
      // It is asked again where it matters, and then it has not said yes.
    }
  }

  /** Ends consumers that lost the right to read. It takes no lock of a destination. */
  void judge() {
    IndependentSteps.each(logins, this::judge);
  }

  /** Ends the consumers of one login that lost the right to read. */
  void judge(LiveSecurityContext login) {
    LoginSubscriptions consumers = login.consumers();
    List<Subscription> lost = new ArrayList<>();
    IndependentSteps.steps(
        () ->
            IndependentSteps.each(
                consumers.all(),
                subscription -> {
                  if (hasLost(login.reads(), subscription) && consumers.take(subscription)) {
                    lost.add(subscription);
                  }
                }),
        () -> revoke(login, lost));
  }

  /** Ends consumers. If that cannot begin, they are judged again. */
  private void revoke(LiveSecurityContext login, List<Subscription> lost) {
    if (lost.isEmpty()) {
      return;
    }
    try {
      revocation.revoke(login, lost);
    } catch (RuntimeException | Error e) {
      lost.forEach(login.consumers()::add);
      throw e;
    }
  }

  /**
   * Tells whether a consumer lost the right to read what it asked for, or one of its destinations.
   * A consumer of several has only those that it might read when they were added.
   */
  private static boolean hasLost(ReadPolicy reads, Subscription subscription) {
    if (!reads.mayRead(subscription.getConsumerInfo().getDestination())) {
      return true;
    }
    for (Destination destination : LoginSubscriptions.destinations(subscription)) {
      if (!reads.mayRead(destination.getActiveMQDestination())) {
        return true;
      }
    }
    return false;
  }

  void stop() {
    revocation.stop();
  }
}
