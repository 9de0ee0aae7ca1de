package io.portcullis.broker;

import io.portcullis.rule.Operation;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.activemq.broker.region.Destination;
import org.apache.activemq.broker.region.Subscription;
import org.apache.activemq.command.ActiveMQDestination;

/** The connections that were logged in, and which of their consumers may not read any more. */
final class LiveConsumers {

  private final Administrators administrators;
  private final ConsumerRevocation revocation;
  private final Set<LiveSecurityContext> logins = ConcurrentHashMap.newKeySet();

  LiveConsumers(Administrators administrators, ConsumerRevocation revocation) {
    this.administrators = administrators;
    this.revocation = revocation;
  }

  /** Who may read from the quarantine. */
  Administrators administrators() {
    return administrators;
  }

  void add(LiveSecurityContext login) {
    logins.add(login);
  }

  void remove(LiveSecurityContext login) {
    logins.remove(login);
  }

  /** How many connections there are. */
  int size() {
    return logins.size();
  }

  /** Whether somebody's groups may have changed since this was asked last. */
  boolean isSomebodyRegrouped() {
    boolean regrouped = false;
    for (LiveSecurityContext login : logins) {
      regrouped |= login.isChanged();
    }
    return regrouped;
  }

  /**
   * Asks all that there is to be read, so that a directory that is slow is waited for here, and not
   * where messages are dispatched.
   */
  void ask(Answers fresh) {
    for (LiveSecurityContext login : logins) {
      login.consumers().asked().forEach(destination -> ask(fresh, login, destination));
    }
  }

  private static void ask(
      Answers fresh, LiveSecurityContext login, ActiveMQDestination destination) {
    try {
      boolean unused = fresh.held(Operation.READ, destination, login);
    } catch (RuntimeException e) {
      // It is asked again where it matters.
    }
  }

  /** Ends those who may not read any more. Takes no lock of a destination. */
  void judge() {
    logins.forEach(this::judge);
  }

  /** Ends the consumers of one login that may not read. */
  void judge(LiveSecurityContext login) {
    List<Subscription> lost =
        login.consumers().take(subscription -> hasLost(login.reads(), subscription));
    if (!lost.isEmpty()) {
      revocation.revoke(login, lost);
    }
  }

  /**
   * Whether a consumer may not read what it asked for, or one of the destinations that it has. A
   * consumer of several has only those that it might read at the time.
   */
  private static boolean hasLost(ReadPolicy reads, Subscription subscription) {
    if (!reads.mayRead(subscription.getConsumerInfo().getDestination())) {
      return true;
    }
    for (Destination destination : Consumers.destinations(subscription)) {
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
