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
 * Rights that end when they are taken back. ActiveMQ keeps a right to write that it once granted
 * for as long as the connection lives, and asks for the right to read only once; here both are
 * looked at again as soon as another authorization map stands in the broker, as soon as the files
 * of the gate's own login module give somebody other groups, and all the time where a map may
 * answer differently by itself, as a directory does.
 *
 * <p>A map that breaks a rule does not get to stand: the last good one is put back. So does a
 * directory that falls silent take no right from anybody who has it.
 */
final class RevocableRights implements LiveRights {

  private static final Logger LOG = LoggerFactory.getLogger(LiveRights.class);

  /** Twice, and what it takes, stay below a second. */
  private static final Duration PAUSE = Duration.ofMillis(400);

  private static final Duration PATIENCE = Duration.ofSeconds(5);

  private final AuthorizationBroker authorization;
  private final Judge judge;
  private final RevokedConsumers consumers;
  private final ReturningSubscriptions durable;
  private final RepeatedTask looking = new RepeatedTask("rights", PAUSE, this::look);

  /** How often rights may have changed, and up to which of those all consumers were judged. */
  private final AtomicLong changes = new AtomicLong();

  private volatile long judged;
  private final Supplier<RightsSnapshot> current = this::answers;
  private volatile RightsSnapshot answers;
  private String fault = "";

  RevocableRights(
      AuthorizationBroker authorization,
      Judge judge,
      RevokedConsumers consumers,
      ReturningSubscriptions durable) {
    this.authorization = authorization;
    this.judge = judge;
    this.consumers = consumers;
    this.durable = durable;
    this.answers = RightsSnapshot.of(authorization.getAuthorizationMap());
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
    return new AuthorizationMapView(atStart.source(), () -> answers().map());
  }

  @Override
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

  @Override
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

  @Override
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
    RightsSnapshot now = answers();
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
