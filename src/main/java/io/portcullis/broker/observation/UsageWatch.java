package io.portcullis.broker.observation;

import io.portcullis.broker.platform.BrokerVersion;
import io.portcullis.broker.rights.AuthorizationMapView;
import io.portcullis.broker.rights.LiveLogins;
import io.portcullis.broker.rights.LiveRights;
import io.portcullis.broker.rights.LiveSecurityContext;
import io.portcullis.enforce.IndependentSteps;
import io.portcullis.enforce.RepeatedTask;
import io.portcullis.policy.DestinationKind;
import io.portcullis.policy.DestinationName;
import io.portcullis.policy.Policy;
import io.portcullis.rule.Operation;
import io.portcullis.rule.WrittenEntry;
import io.portcullis.usage.CurrentRights;
import io.portcullis.usage.Observation;
import io.portcullis.usage.Usage;
import io.portcullis.usage.UsageFile;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.apache.activemq.broker.BrokerService;
import org.apache.activemq.broker.ConnectionContext;
import org.apache.activemq.command.ActiveMQDestination;
import org.apache.activemq.state.ConsumerState;
import org.apache.activemq.state.SessionState;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Once a minute, makes remembered rights be asked for again, looks at consumers, and keeps what was
 * observed in a file.
 */
public final class UsageWatch {

  private static final Logger LOG = LoggerFactory.getLogger(UsageWatch.class);

  private static final Duration MINUTE = Duration.ofMinutes(1);

  private static final Duration TIMEOUT = Duration.ofSeconds(5);

  private final BrokerService service;
  private final Usage usage;
  private final UsageObserver observer;
  private final ObservedBroker observed;
  private final BodyLooks looks;
  private final LiveRights live;
  private final LiveLogins logins;
  private final AuthorizationMapView rights;
  private final Supplier<Policy> policy;
  private final RepeatedTask minutely = new RepeatedTask("observation", MINUTE, this::minute);
  private Optional<UsageFile> file = Optional.empty();

  /**
   * @param usage what was observed
   * @param observer observes consumers
   * @param observed observes messages
   * @param looks looks at bodies
   * @param live remembers rights
   * @param logins who is logged in
   * @param rights the authorization map
   * @param policy the policy in force
   */
  public UsageWatch(
      BrokerService service,
      Usage usage,
      UsageObserver observer,
      ObservedBroker observed,
      BodyLooks looks,
      LiveRights live,
      LiveLogins logins,
      AuthorizationMapView rights,
      Supplier<Policy> policy) {
    this.service = service;
    this.usage = usage;
    this.observer = observer;
    this.observed = observed;
    this.looks = looks;
    this.live = live;
    this.logins = logins;
    this.rights = rights;
    this.policy = policy;
  }

  /**
   * Returns the file in which a broker's observations are kept; empty if the broker keeps nothing
   * on disk.
   */
  public static Optional<UsageFile> file(BrokerService service) {
    File folder = service.getBrokerDataDirectory();
    return service.isPersistent() || service.getDataDirectoryFile().isDirectory()
        ? Optional.of(new UsageFile(folder.toPath()))
        : Optional.empty();
  }

  /** Goes on from what was observed before, and begins. */
  public void start() {
    file = file(service);
    file.ifPresent(this::resume);
    minutely.start();
  }

  private void resume(UsageFile kept) {
    try {
      kept.read().ifPresent(usage::resume);
    } catch (IOException | RuntimeException e) {
      LOG.warn(
          "{} cannot be read, so observation begins anew: {}{}",
          kept.path(),
          e.getMessage(),
          putAside(kept));
    }
  }

  private static String putAside(UsageFile kept) {
    try {
      return ". The file is kept as " + kept.putAside().getFileName();
    } catch (IOException e) {
      return "";
    }
  }

  /**
   * Keeps what was observed, and ends. It waits no longer than a timeout, because a disk may hang.
   */
  public void stop() {
    try {
      if (minutely.now(TIMEOUT) instanceof RepeatedTask.Outcome.Late) {
        LOG.error(
            "What was observed in the last minute may be lost: it was not written within {} seconds",
            TIMEOUT.toSeconds());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    minutely.stop();
  }

  private void minute() {
    observed.beginMinute();
    looks.beginMinute();
    if (observer.isOn()) {
      IndependentSteps.steps(live::askAgain, this::lookAtConsumers, this::keep);
    } else {
      usage.pause();
    }
  }

  /** Returns all that is known now. */
  public Observation now() {
    if (!observer.isOn()) {
      usage.pause();
    }
    return usage.observation(service.getBrokerName(), BrokerVersion.number(), current());
  }

  private void keep() throws IOException {
    if (file.isPresent()) {
      Path folder = file.get().path().getParent();
      if (service.isPersistent() || Files.isDirectory(folder.getParent())) {
        file.get().write(now());
      }
    }
  }

  /** Records what consumers read. A consumer that lost its right is gone, or will be soon. */
  private void lookAtConsumers() {
    IndependentSteps.each(
        logins.contexts(),
        context -> {
          for (ActiveMQDestination destination : read(context)) {
            observer.passed(context, Operation.READ, destination, rights);
          }
        });
  }

  private static List<ActiveMQDestination> read(ConnectionContext context) {
    if (context.getSecurityContext() instanceof LiveSecurityContext login) {
      return login.readDestinations();
    }
    List<ActiveMQDestination> destinations = new ArrayList<>();
    if (context.getConnectionState() != null) {
      for (SessionState session : context.getConnectionState().getSessionStates()) {
        Collection<ConsumerState> consumers = session.getConsumerStates();
        consumers.forEach(consumer -> destinations.add(consumer.getInfo().getDestination()));
      }
    }
    return destinations;
  }

  private CurrentRights current() {
    return new CurrentRights(
        rights.source(),
        entries(),
        policy.get().groups(),
        policy.get().bridgesGroup(),
        BrokerVersion.advisories().createdByClients());
  }

  private Optional<List<WrittenEntry>> entries() {
    try {
      return rights.entries().map(this::withTemporary);
    } catch (RuntimeException e) {
      return Optional.empty();
    }
  }

  private List<WrittenEntry> withTemporary(List<WrittenEntry> written) {
    Map<Operation, Set<String>> grants = new EnumMap<>(Operation.class);
    for (Operation operation : Operation.values()) {
      grants.put(operation, rights.temporaryGrant(operation).groups());
    }
    List<WrittenEntry> entries = new ArrayList<>(written);
    entries.add(
        new WrittenEntry(new DestinationName(DestinationKind.TEMPORARY_QUEUE, ">"), grants));
    return entries;
  }
}
