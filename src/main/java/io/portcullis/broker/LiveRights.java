package io.portcullis.broker;

import io.portcullis.rule.Operation;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import org.apache.activemq.broker.Broker;
import org.apache.activemq.broker.ConnectionContext;
import org.apache.activemq.broker.region.Destination;
import org.apache.activemq.command.ConsumerId;
import org.apache.activemq.command.ConsumerInfo;
import org.apache.activemq.security.AuthorizationBroker;
import org.apache.activemq.security.AuthorizationMap;
import org.apache.activemq.security.SecurityContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Rights that end when they are taken back. ActiveMQ keeps a right to write that it once granted
 * for as long as the connection lives, and asks for the right to read only once; here both are
 * looked at again as soon as another authorization map stands in the broker, as soon as the files
 * of the gate's own login module give somebody other groups, and all the time where a map may
 * answer differently by itself, as a directory does.
 *
 * <p>A map that breaks a rule does not get to stand: the last good one is put back. So does a
 * directory that falls silent take no right from anybody who has it.
 */
public final class LiveRights {

  /** Judges an authorization map that is to stand. */
  @FunctionalInterface
  public interface Judge {
    /** Whether a map may stand; if not, it has been said why. */
    boolean accepts(AuthorizationMap map);
  }

  /** Ends a consumer that may not read any more. */
  @FunctionalInterface
  public interface Revocation {
    /** Ends a consumer, and tells whoever has it. */
    void revoke(ConnectionContext context, ConsumerInfo consumer);
  }

  private static final Logger LOG = LoggerFactory.getLogger(LiveRights.class);

  /** Twice, and what it takes, stay below a second. */
  private static final long LOOK_MILLIS = 400;

  private final Broker chain;
  private final AuthorizationBroker authorization;
  private final Judge judge;
  private final Revocation revocation;
  private final Set<LiveSecurityContext> logins = ConcurrentHashMap.newKeySet();
  private final ScheduledExecutorService looking =
      Executors.newSingleThreadScheduledExecutor(
          task -> {
            Thread thread = new Thread(task, "Portcullis rights");
            thread.setDaemon(true);
            return thread;
          });
  private volatile Answers answers;
  private boolean silent;

  private LiveRights(
      Broker chain, AuthorizationBroker authorization, Judge judge, Revocation revocation) {
    this.chain = chain;
    this.authorization = authorization;
    this.judge = judge;
    this.revocation = revocation;
    this.answers = new Answers(authorization.getAuthorizationMap());
  }

  /** The rights of a broker, if there is an authorization map among its filters. */
  public static Optional<LiveRights> of(Broker chain, Judge judge, Revocation revocation) {
    return Optional.ofNullable((AuthorizationBroker) chain.getAdaptor(AuthorizationBroker.class))
        .map(authorization -> new LiveRights(chain, authorization, judge, revocation));
  }

  /** Begins to look for changes. */
  public void start() {
    ScheduledFuture<?> unused =
        looking.scheduleWithFixedDelay(this::look, LOOK_MILLIS, LOOK_MILLIS, TimeUnit.MILLISECONDS);
  }

  /** Ends it. */
  public void stop() {
    looking.shutdownNow();
  }

  /** Gives a connection that was logged in rights that change. Shiro wants its own context back. */
  public void login(ConnectionContext context) {
    SecurityContext login = context.getSecurityContext();
    if (login == null || login.isBrokerContext() || !isKnown(login)) {
      return;
    }
    LiveSecurityContext live = new LiveSecurityContext(login, context, this::answers);
    logins.add(live);
    context.setSecurityContext(live);
  }

  private static boolean isKnown(SecurityContext login) {
    return !login.getClass().getName().startsWith("org.apache.activemq.shiro.");
  }

  /** Gives a connection that ends back what the authentication plugin made of it. */
  public void logout(ConnectionContext context) {
    if (context.getSecurityContext() instanceof LiveSecurityContext live) {
      logins.remove(live);
      context.setSecurityContext(live.login());
    }
  }

  /** Remembers a consumer, whose right was looked at just before. */
  public void added(ConnectionContext context, ConsumerInfo consumer) {
    if (context.getSecurityContext() instanceof LiveSecurityContext live) {
      live.consumers().put(consumer.getConsumerId(), consumer);
      revokeUnlessHeld(live, consumer);
    }
  }

  /** Forgets a consumer; false if it was revoked and is gone already. */
  public boolean removed(ConnectionContext context, ConsumerId consumer) {
    return !(context.getSecurityContext() instanceof LiveSecurityContext live)
        || live.consumers().remove(consumer) != null;
  }

  /** Sees to it that no other than a good map is asked for what comes next. */
  public void settle() {
    answers();
  }

  /** What holds now. Costs a comparison where nothing has changed. */
  private Answers answers() {
    Answers now = answers;
    return now.map() == authorization.getAuthorizationMap() ? now : replaced();
  }

  private Answers replaced() {
    synchronized (this) {
      AuthorizationMap map = authorization.getAuthorizationMap();
      if (answers.map() == map) {
        return answers;
      }
      if (!judge.accepts(map)) {
        authorization.setAuthorizationMap(answers.map());
        return answers;
      }
      answers = new Answers(map);
    }
    looking.execute(this::revoke);
    return answers;
  }

  private void look() {
    try {
      boolean regrouped = isSomebodyRegrouped();
      boolean refreshed = answers().changesByItself() && isRefreshed();
      if (regrouped && !refreshed) {
        replace(Answers::anew);
      }
      if (regrouped || refreshed) {
        revoke();
      }
    } catch (RuntimeException e) {
      LOG.error("The authorization map failed; the rights that it gave before go on holding", e);
    }
  }

  private boolean isSomebodyRegrouped() {
    boolean regrouped = false;
    for (LiveSecurityContext login : logins) {
      regrouped |= login.isChanged();
    }
    return regrouped;
  }

  private synchronized void replace(UnaryOperator<Answers> next) {
    answers = next.apply(answers);
  }

  private synchronized boolean isRefreshed() {
    Answers fresh = answers.anew();
    boolean wasSilent = silent;
    silent = fresh.isSilent();
    if (silent && !wasSilent) {
      LOG.error(
          "The authorization map gives nobody any right, as a directory does that cannot be"
              + " reached; what it gave before goes on holding, and there is nothing new");
    }
    if (silent) {
      return false;
    }
    if (wasSilent) {
      LOG.info("The authorization map gives rights again");
    }
    answers = fresh;
    return true;
  }

  private void revoke() {
    for (LiveSecurityContext login : logins) {
      login.consumers().values().forEach(consumer -> revokeUnlessHeld(login, consumer));
    }
  }

  private void revokeUnlessHeld(LiveSecurityContext login, ConsumerInfo consumer) {
    if (!mayRead(login, consumer) && login.consumers().remove(consumer.getConsumerId()) != null) {
      revocation.revoke(login.connection(), consumer);
    }
  }

  /** A consumer with wildcards has only those destinations that it might read at the time. */
  private static boolean isSubscribed(ConsumerInfo consumer, Destination destination) {
    return destination.getConsumers().stream()
        .anyMatch(
            subscription ->
                subscription.getConsumerInfo().getConsumerId().equals(consumer.getConsumerId()));
  }

  /** A map that fails has not said yes. */
  private boolean mayRead(LiveSecurityContext login, ConsumerInfo consumer) {
    try {
      Answers now = answers();
      return now.held(Operation.READ, consumer.getDestination(), login)
          && chain.getDestinations(consumer.getDestination()).stream()
              .filter(
                  destination ->
                      !now.held(Operation.READ, destination.getActiveMQDestination(), login))
              .noneMatch(destination -> isSubscribed(consumer, destination));
    } catch (RuntimeException e) {
      LOG.error("The authorization map failed for {}", consumer.getDestination(), e);
      return false;
    }
  }
}
