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
    /** Whether a map may stand; if not, it has been said why. */
    boolean accepts(AuthorizationMap map);
  }

  private static final Logger LOG = LoggerFactory.getLogger(LiveRights.class);

  /** Twice, and what it takes, stay below a second. */
  private static final Duration PAUSE = Duration.ofMillis(400);

  private static final Duration PATIENCE = Duration.ofSeconds(5);

  private final AuthorizationBroker authorization;
  private final Judge judge;
  private final LiveConsumers consumers;
  private final ReturningSubscriptions durable;
  private final RepeatedTask looking = new RepeatedTask("rights", PAUSE, this::look);

  /** How often rights may have changed, and up to which of those all consumers were judged. */
  private final AtomicLong changes = new AtomicLong();

  private volatile long judged;
  private final Supplier<RightsSnapshot> current = this::answers;
  private volatile RightsSnapshot answers;
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
    this.answers = RightsSnapshot.of(authorization.getAuthorizationMap());
  }

  /**
   * The rights of a broker, if there is an authorization map among its filters.
   *
   * @param judge what a map has to pass that is to replace the present one
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

  /** Begins to look for changes. */
  public void start() {
    looking.start();
  }

  /** Ends it. */
  public void stop() {
    looking.stop();
    consumers.stop();
  }

  /** The map that holds now. */
  public AuthorizationMap map() {
    return answers().map();
  }

  /** How many connections have rights that end. */
  int size() {
    return consumers.size();
  }

  /** Gives a connection that was logged in rights that change. Shiro wants its own context back. */
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

  /** Gives a connection that ends back what the authentication plugin made of it. */
  public void logout(ConnectionContext context) {
    if (context.getSecurityContext() instanceof LiveSecurityContext live) {
      consumers.remove(live);
      context.setSecurityContext(live.login());
      context.setMessageAuthorizationPolicy(live.reads().operatorsOrNull());
    }
  }

  /** Lets a durable subscription come back only to what its user may read by now. */
  public void returning(ConnectionContext context, ConsumerInfo consumer) throws Exception {
    if (consumer.isDurable()
        && consumer.getDestination() != null
        && context.getSecurityContext() instanceof LiveSecurityContext live) {
      durable.detach(live.reads(), context, consumer);
    }
  }

  /** Remembers a consumer, whose right was looked at just before. */
  public void added(ConnectionContext context, Subscription subscription) throws Exception {
    if (subscription != null
        && subscription.getContext() == context
        && context.getSecurityContext() instanceof LiveSecurityContext live) {
      live.consumers().add(subscription);
      durable.attach(live.reads(), context, subscription);
      consumers.judge(live);
    }
  }

  /** Forgets a consumer that the broker has removed. */
  public void removed(ConnectionContext context, ConsumerId consumer) {
    if (context.getSecurityContext() instanceof LiveSecurityContext live) {
      live.consumers().remove(consumer);
    }
  }

  /** Sees to it that no other than a good map is asked for what comes next. */
  public void settle() {
    answers();
  }

  /** What holds now. Costs a comparison where nothing has changed. */
  private RightsSnapshot answers() {
    RightsSnapshot now = answers;
    return now.map() == authorization.getAuthorizationMap() ? now : replaced();
  }

  private RightsSnapshot replaced() {
    synchronized (this) {
      AuthorizationMap map = authorization.getAuthorizationMap();
      if (answers.map() == map) {
        return answers;
      }
      if (!judge.accepts(map)) {
        authorization.setAuthorizationMap(answers.map());
        return answers;
      }
      answers = RightsSnapshot.of(map);
      changes.incrementAndGet();
    }
    looking.soon();
    return answers;
  }

  /**
   * Looks at once at what may have changed, in files and directories. Nobody waits for that for
   * ever, as ActiveMQ's maps do for a directory that does not answer: what they gave goes on
   * holding, and the look goes on by itself.
   */
  public void lookNow() {
    try {
      RepeatedTask.Outcome outcome = looking.now(PATIENCE);
      if (outcome instanceof RepeatedTask.Outcome.Failed failed) {
        throw new IllegalStateException(failed.why());
      }
      if (outcome instanceof RepeatedTask.Outcome.Late) {
        LOG.error(
            "The authorization map has not answered for {} seconds; what it gave before goes on"
                + " holding, and there is nothing new",
            PATIENCE.toSeconds());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /**
   * What was noticed counts as seen when every consumer was judged by it; where that fails for one,
   * all are judged again the next time.
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
    RightsSnapshot now = answers();
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

  /** Looks at once at every consumer, since who the administrators are has changed. */
  public void lookAtConsumers() {
    changes.incrementAndGet();
    try {
      // What fails is said, and tried again.
      RepeatedTask.Outcome unused = looking.now(PATIENCE);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private synchronized boolean isAdopted(RightsSnapshot fresh, RightsSnapshot before) {
    boolean same = answers == before;
    if (same) {
      answers = fresh;
    }
    return same;
  }

  /** Whether a map does not answer; said once, and once when it does again. */
  private boolean isSilent(RightsSnapshot fresh) {
    String before = fault;
    try {
      fault = fresh.isSilent() ? "it gives nobody any right" : "";
    } catch (RuntimeException e) {
      fault = e.toString();
    }
    if (!fault.isEmpty() && !fault.equals(before)) {
      LOG.error(
          "The authorization map cannot be asked: {}; what it gave before goes on holding, and"
              + " there is nothing new",
          fault);
    }
    if (fault.isEmpty() && !before.isEmpty()) {
      LOG.info("The authorization map answers again");
    }
    return !fault.isEmpty();
  }
}
