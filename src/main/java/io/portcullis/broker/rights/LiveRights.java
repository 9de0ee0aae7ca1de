package io.portcullis.broker.rights;

import io.portcullis.broker.send.Administrators;
import io.portcullis.enforce.InTurn;
import io.portcullis.enforce.RepeatedTask;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import org.apache.activemq.broker.Broker;
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
 * users keep the rights that they have.
 */
public final class LiveRights {

  /** Judges a new authorization map. */
  @FunctionalInterface
  public interface Judge {
    /** Tells whether the broker may use a map. If not, the reason has been logged. */
    boolean accepts(AuthorizationMap map);
  }

  private static final Logger LOG = LoggerFactory.getLogger(LiveRights.class);

  /** The pause between two looks. Two looks plus their work must fit the promised second. */
  private static final Duration PAUSE = Duration.ofMillis(400);

  private static final Duration TIMEOUT = Duration.ofSeconds(5);

  private final AuthorizationBroker authorization;
  private final Judge judge;
  private final LiveConsumers consumers;
  private final ReturningSubscriptions durable;
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

  private LiveRights(
      AuthorizationBroker authorization,
      Judge judge,
      LiveConsumers consumers,
      ReturningSubscriptions durable) {
    this.authorization = authorization;
    this.judge = judge;
    this.consumers = consumers;
    this.durable = durable;
    this.snapshot = RightsSnapshot.of(authorization.getAuthorizationMap());
  }

  /**
   * Returns the rights of a broker, if there is an authorization map among its filters.
   *
   * @param judge judges a map that replaces the current one
   * @param administrators who may read from the quarantine, whatever the map says
   */
  public static Optional<LiveRights> of(
      Broker chain, Judge judge, Administrators administrators, ConsumerRevocation revocation) {
    return Optional.ofNullable((AuthorizationBroker) chain.getAdaptor(AuthorizationBroker.class))
        .map(
            authorization ->
                new LiveRights(
                    authorization,
                    judge,
                    new LiveConsumers(administrators, revocation),
                    ReturningSubscriptions.of(chain)));
  }

  /** Starts to look for changes. */
  public void start() {
    looking.start();
  }

  /** Stops. */
  public void stop() {
    looking.stop();
    consumers.stop();
  }

  /** Returns the map in force. */
  public AuthorizationMap map() {
    return snapshot().map();
  }

  /** Returns the number of connections with live rights. */
  int size() {
    return consumers.size();
  }

  /**
   * Gives a logged-in connection live rights. Shiro's does not get them, because Shiro requires its
   * own security context.
   */
  public void login(ConnectionContext context) {
    SecurityContext login = context.getSecurityContext();
    if (login == null || login.isBrokerContext() || !isKnown(login)) {
      return;
    }
    LiveSecurityContext live =
        new LiveSecurityContext(login, context, current, consumers.administrators());
    consumers.add(live);
    context.setSecurityContext(live);
    context.setMessageAuthorizationPolicy(live.reads());
  }

  private static boolean isKnown(SecurityContext login) {
    return !login.getClass().getName().startsWith("org.apache.activemq.shiro.");
  }

  /** Restores the security context of the authentication plugin when a connection ends. */
  public void logout(ConnectionContext context) {
    if (context.getSecurityContext() instanceof LiveSecurityContext live) {
      consumers.remove(live);
      context.setSecurityContext(live.login());
      context.setMessageAuthorizationPolicy(live.reads().operatorsOrNull());
    }
  }

  /** Lets a durable subscription come back only to topics that its user may read now. */
  public void returning(ConnectionContext context, ConsumerInfo consumer) throws Exception {
    if (consumer.isDurable()
        && consumer.getDestination() != null
        && context.getSecurityContext() instanceof LiveSecurityContext live) {
      durable.detach(live.reads(), context, consumer);
    }
  }

  /** Records a consumer whose right was just checked. */
  public void added(ConnectionContext context, Subscription subscription) throws Exception {
    if (subscription != null
        && subscription.getContext() == context
        && context.getSecurityContext() instanceof LiveSecurityContext live) {
      live.consumers().add(subscription);
      durable.attach(live.reads(), context, subscription);
      consumers.judge(live);
    }
  }

  /** Forgets a consumer that the broker removed. */
  public void removed(ConnectionContext context, ConsumerId consumer) {
    if (context.getSecurityContext() instanceof LiveSecurityContext live) {
      live.consumers().remove(consumer);
    }
  }

  /** Makes sure that the next question goes to a map that passed the judge. */
  public void settle() {
    snapshot();
  }

  /** Returns the snapshot in force. If nothing has changed, it costs a comparison. */
  private RightsSnapshot snapshot() {
    RightsSnapshot now = snapshot;
    return now.map() == authorization.getAuthorizationMap() ? now : replaced();
  }

  private RightsSnapshot replaced() {
    synchronized (this) {
      AuthorizationMap map = authorization.getAuthorizationMap();
      if (snapshot.map() == map) {
        return snapshot;
      }
      if (!judge.accepts(map)) {
        authorization.setAuthorizationMap(snapshot.map());
        return snapshot;
      }
      snapshot = RightsSnapshot.of(map);
      changes.incrementAndGet();
    }
    looking.soon();
    return snapshot;
  }

  /**
   * Looks at once for changes in files and directories. It waits no longer than a timeout, while
   * ActiveMQ's maps wait for a directory without end. After the timeout, existing rights stay in
   * force and the look continues in the background.
   */
  public void lookNow() {
    try {
      RepeatedTask.Outcome outcome = looking.now(TIMEOUT);
      if (outcome instanceof RepeatedTask.Outcome.Failed failed) {
        throw new IllegalStateException(failed.why());
      }
      if (outcome instanceof RepeatedTask.Outcome.Late) {
        LOG.error(
            "The authorization map has not answered for {} seconds. Existing rights stay in force, and"
                + " no new ones are given",
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
    InTurn.steps(this::lookAtGroups, this::lookAtMap, this::judgeIfChanged);
  }

  private void lookAtGroups() {
    InTurn.each(
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
    InTurn.steps(
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

  /** Judges every consumer at once, because the administrators' group has changed. */
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

  /**
   * Tells whether a map does not answer. It logs that once, and once when the map answers again.
   */
  private boolean isSilent(RightsSnapshot fresh) {
    String before = fault;
    try {
      fault = fresh.isSilent() ? "it gives nobody any right" : "";
    } catch (RuntimeException e) {
      fault = e.toString();
    }
    if (!fault.isEmpty() && !fault.equals(before)) {
      LOG.error(
          "The authorization map cannot be asked: {}. Existing rights stay in force, and no new ones"
              + " are given",
          fault);
    }
    if (fault.isEmpty() && !before.isEmpty()) {
      LOG.info("The authorization map answers again");
    }
    return !fault.isEmpty();
  }
}
