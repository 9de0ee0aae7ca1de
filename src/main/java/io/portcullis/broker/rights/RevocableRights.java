package io.portcullis.broker.rights;

import io.portcullis.enforce.IndependentSteps;
import io.portcullis.enforce.RepeatedTask;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import org.apache.activemq.broker.ConnectionContext;
import org.apache.activemq.broker.region.Subscription;
import org.apache.activemq.command.ConsumerId;
import org.apache.activemq.command.ConsumerInfo;
import org.apache.activemq.security.AuthorizationBroker;
import org.apache.activemq.security.AuthorizationMap;
import org.apache.activemq.security.SecurityContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Enforces permission changes on open connections. ActiveMQ keeps a right to write for as long as
 * the connection lives, and asks for the right to read only once. Here both are checked again in
 * these cases:
 *
 * <ul>
 *   <li>The broker's authorization map is replaced.
 *   <li>The files of Portcullis' login module change a user's groups.
 *   <li>The map may change by itself, as a directory may. Then they are checked again and again.
 * </ul>
 *
 * <p>If a new map breaks a rule, the last good map is put back. While a directory is unreachable,
 * users keep the rights that they have. A directory that does not answer stalls nobody: {@link
 * TimedAuthorizationMap}.
 */
final class RevocableRights implements LiveRights {

  private static final Logger LOG = LoggerFactory.getLogger(LiveRights.class);

  /** The pause between two looks. Two looks plus their work must fit the promised second. */
  private static final Duration PAUSE = Duration.ofMillis(400);

  private static final Duration TIMEOUT = Duration.ofSeconds(5);

  private final AuthorizationBroker authorization;
  private final Judge judge;
  private final RevokedConsumers consumers;
  private final ReturningSubscriptions durable;
  private final Grants grants;
  private final RepeatedTask looking = new RepeatedTask("rights", PAUSE, this::look);

  /**
   * The number of possible changes of rights so far. {@code judged} is the number up to which all
   * consumers were judged.
   */
  private final AtomicLong changes = new AtomicLong();

  private volatile long judged;
  private final Supplier<RightsSnapshot> current = this::snapshot;
  private volatile RightsSnapshot snapshot;
  private String fault = "";

  RevocableRights(
      AuthorizationBroker authorization,
      Judge judge,
      RevokedConsumers consumers,
      ReturningSubscriptions durable,
      Grants grants) {
    this.authorization = authorization;
    this.judge = judge;
    this.consumers = consumers;
    this.durable = durable;
    this.grants = grants;
    AuthorizationMap map = TimedAuthorizationMap.of(authorization.getAuthorizationMap());
    authorization.setAuthorizationMap(map);
    this.snapshot = RightsSnapshot.of(map);
  }

  @Override
  public boolean areRevocable() {
    return true;
  }

  @Override
  public void start() {
    looking.start();
  }

  @Override
  public void stop() {
    looking.stop();
    consumers.stop();
  }

  @Override
  public AuthorizationMapView of(AuthorizationMapView atStart) {
    return new AuthorizationMapView(atStart.source(), () -> snapshot().map());
  }

  @Override
  public void login(ConnectionContext context) {
    SecurityContext login = context.getSecurityContext();
    if (login == null || login.isBrokerContext() || !isKnown(login)) {
      return;
    }
    LiveSecurityContext live =
        new LiveSecurityContext(login, context, current, consumers.administrators(), grants);
    consumers.add(live);
    context.setSecurityContext(live);
    context.setMessageAuthorizationPolicy(live.reads());
  }

  private static boolean isKnown(SecurityContext login) {
    return !login.getClass().getName().startsWith("org.apache.activemq.shiro.");
  }

  @Override
  public void logout(ConnectionContext context) {
    if (context.getSecurityContext() instanceof LiveSecurityContext live) {
      consumers.remove(live);
      context.setSecurityContext(live.login());
      context.setMessageAuthorizationPolicy(live.reads().operatorsOrNull());
    }
  }

  @Override
  public void returning(ConnectionContext context, ConsumerInfo consumer) throws Exception {
    if (consumer.isDurable()
        && consumer.getDestination() != null
        && context.getSecurityContext() instanceof LiveSecurityContext live) {
      durable.detach(live.reads(), context, consumer);
    }
  }

  @Override
  public void added(ConnectionContext context, Subscription subscription) throws Exception {
    if (subscription != null
        && subscription.getContext() == context
        && context.getSecurityContext() instanceof LiveSecurityContext live) {
      live.consumers().add(subscription);
      durable.attach(live.reads(), context, subscription);
      consumers.judge(live);
    }
  }

  @Override
  public void removed(ConnectionContext context, ConsumerId consumer) {
    if (context.getSecurityContext() instanceof LiveSecurityContext live) {
      live.consumers().remove(consumer);
    }
  }

  /** A map that changes by itself is asked again all the time. */
  @Override
  public void askAgain() {
    RightsSnapshot now = snapshot();
    if (!now.changesByItself()) {
      boolean unused = isAdopted(now.anew(), now);
    }
  }

  @Override
  public void settle() {
    snapshot();
  }

  /** What holds now. Costs a comparison where nothing has changed. */
  private RightsSnapshot snapshot() {
    RightsSnapshot now = snapshot;
    return now.map() == authorization.getAuthorizationMap() ? now : replaced();
  }

  private RightsSnapshot replaced() {
    synchronized (this) {
      AuthorizationMap asked = authorization.getAuthorizationMap();
      if (snapshot.map() == asked) {
        return snapshot;
      }
      AuthorizationMap map = TimedAuthorizationMap.of(asked);
      if (!judge.accepts(map)) {
        authorization.setAuthorizationMap(snapshot.map());
        return snapshot;
      }
      authorization.setAuthorizationMap(map);
      snapshot = RightsSnapshot.of(map);
      changes.incrementAndGet();
    }
    looking.soon();
    return snapshot;
  }

  @Override
  public void lookNow() {
    try {
      RepeatedTask.Outcome outcome = looking.now(TIMEOUT);
      if (outcome instanceof RepeatedTask.Outcome.Failed failed) {
        throw new IllegalStateException(failed.why());
      }
      if (outcome instanceof RepeatedTask.Outcome.Late) {
        LOG.error(
            "The authorization map cannot be asked: it has not answered within {} seconds. Existing"
                + " rights stay in force, and no new ones are given",
            TIMEOUT.toSeconds());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /**
   * Looks for changes. A change counts as seen when every consumer was judged by it. If that fails
   * for one consumer, all are judged again next time.
   */
  private void look() {
    IndependentSteps.steps(this::lookAtGroups, this::lookAtMap, this::judgeIfChanged);
  }

  private void lookAtGroups() {
    IndependentSteps.each(
        consumers.logins(),
        login -> {
          if (login.isChanged()) {
            changes.incrementAndGet();
          }
        });
  }

  private void lookAtMap() {
    boolean regrouped = changes.get() != judged;
    RightsSnapshot now = snapshot();
    if (!regrouped && !now.changesByItself()) {
      return;
    }
    RightsSnapshot fresh = now.anew();
    if (!regrouped && isSilent(fresh)) {
      return;
    }
    IndependentSteps.steps(
        () -> consumers.ask(fresh),
        () -> {
          if (isAdopted(fresh, now)) {
            changes.incrementAndGet();
          }
        });
  }

  private void judgeIfChanged() {
    long upTo = changes.get();
    if (upTo != judged) {
      consumers.judge();
      judged = upTo;
    }
  }

  @Override
  public void lookAtConsumers() {
    changes.incrementAndGet();
    try {
      // What fails is said, and tried again.
      RepeatedTask.Outcome unused = looking.now(TIMEOUT);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private synchronized boolean isAdopted(RightsSnapshot fresh, RightsSnapshot before) {
    boolean same = snapshot == before;
    if (same) {
      snapshot = fresh;
    }
    return same;
  }

  private static String silence(RightsSnapshot fresh) {
    return fresh.isSlow()
        ? "its directory has not answered within %d seconds"
            .formatted(TimedAuthorizationMap.TIMEOUT.toSeconds())
        : "it gives nobody any right";
  }

  /**
   * Tells whether a map does not answer. It logs that once, and once when the map answers again.
   */
  private boolean isSilent(RightsSnapshot fresh) {
    String before = fault;
    try {
      fault = fresh.isSilent() ? silence(fresh) : "";
    } catch (RuntimeException e) {
      fault = e.toString();
    }
    if (!fault.isEmpty() && !fault.equals(before)) {
      LOG.error(
          "The authorization map cannot be asked: {}. Existing rights stay in force, and no new"
              + " ones are given",
          fault);
    }
    if (fault.isEmpty() && !before.isEmpty()) {
      LOG.info("The authorization map answers again");
    }
    return !fault.isEmpty();
  }
}
