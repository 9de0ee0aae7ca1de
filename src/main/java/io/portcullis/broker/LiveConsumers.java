package io.portcullis.broker;

import io.portcullis.rule.Operation;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.activemq.broker.Broker;
import org.apache.activemq.broker.region.Destination;
import org.apache.activemq.command.ActiveMQDestination;
import org.apache.activemq.command.ConsumerInfo;

/** The connections that were logged in, and which of their consumers may not read any more. */
final class LiveConsumers {

  private final Broker chain;
  private final Administrators administrators;
  private final ConsumerRevocation revocation;
  private final Set<LiveSecurityContext> logins = ConcurrentHashMap.newKeySet();

  LiveConsumers(Broker chain, Administrators administrators, ConsumerRevocation revocation) {
    this.chain = chain;
    this.administrators = administrators;
    this.revocation = revocation;
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

  /** Ends those who may not read any more. */
  void judge(Answers answers) {
    for (LiveSecurityContext login : logins) {
      login.consumers().values().forEach(consumer -> judge(login, consumer, answers));
    }
  }

  /** Ends a consumer that may not read. */
  void judge(LiveSecurityContext login, ConsumerInfo consumer, Answers answers) {
    ActiveMQDestination destination = consumer.getDestination();
    if (!mayRead(login, destination, answers)) {
      revocation.revoke(login, consumer);
    } else if (destination.isPattern() || destination.isComposite()) {
      revocation.revokeIf(login, consumer, () -> hasLostOne(login, consumer, answers));
    }
  }

  /** A map that fails has not said yes. */
  private boolean mayRead(
      LiveSecurityContext login, ActiveMQDestination destination, Answers answers) {
    try {
      return Quarantine.holds(destination)
          ? administrators.include(login.connection())
          : answers.held(Operation.READ, destination, login);
    } catch (RuntimeException e) {
      return false;
    }
  }

  /** A consumer of several has only those destinations that it might read at the time. */
  private boolean hasLostOne(LiveSecurityContext login, ConsumerInfo consumer, Answers answers) {
    return chain.getDestinations(consumer.getDestination()).stream()
        .filter(destination -> !mayRead(login, destination.getActiveMQDestination(), answers))
        .anyMatch(destination -> isSubscribed(consumer, destination));
  }

  private static boolean isSubscribed(ConsumerInfo consumer, Destination destination) {
    return destination.getConsumers().stream()
        .anyMatch(
            subscription ->
                subscription.getConsumerInfo().getConsumerId().equals(consumer.getConsumerId()));
  }

  void stop() {
    revocation.stop();
  }
}
