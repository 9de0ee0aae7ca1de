package io.portcullis.gate;

import io.portcullis.broker.rights.AuthorizationMapView;
import io.portcullis.enforce.ActivePolicy;
import io.portcullis.enforce.Disposition;
import io.portcullis.enforce.Enforcer;
import io.portcullis.enforce.Finding;
import io.portcullis.enforce.InTurn;
import io.portcullis.enforce.Moment;
import io.portcullis.enforce.Subject;
import io.portcullis.policy.ConfigurationException;
import io.portcullis.policy.Policy;
import io.portcullis.rule.Judgement;
import io.portcullis.rule.RuleIds;
import io.portcullis.rule.Rules;
import java.io.IOException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.activemq.broker.BrokerService;
import org.slf4j.Logger;

/**
 * Lets what the operator asks for now hold in a running broker: all of it at once, or nothing of
 * it, and then what held before goes on holding. What was made at the start and cannot be made anew
 * stays as it is, and is said to wait for a restart.
 */
final class Reload {

  private static final Logger LOG = OperatorLog.LOG;

  /** Of these it was decided at the start whether there is a map, and how connectors are bound. */
  private static final List<String> DECIDED_AT_START =
      List.of(RuleIds.REQUIRE_AUTHORIZATION, RuleIds.REQUIRE_MODERN_TLS);

  private final BrokerService service;
  private final PolicySource source;
  private final Judge judge;
  private final ReloadedRights rights;
  private final ChangedKeyStores keys;
  private final Enforcer enforcer;
  private final Clock clock;
  private final Policy atStart;
  private boolean keysWait;

  /** Why the configuration could not be taken, for as long as it cannot. */
  private String said = "";

  /** Judges the running broker as if it were to start. */
  @FunctionalInterface
  interface Judge {
    /** What these rules say of it, with rights as they would be. */
    Judgement judge(Rules rules, AuthorizationMapView rights);
  }

  Reload(
      BrokerService service,
      PolicySource source,
      Judge judge,
      ReloadedRights rights,
      ChangedKeyStores keys,
      Enforcer enforcer,
      Clock clock) {
    this.service = service;
    this.source = source;
    this.judge = judge;
    this.rights = rights;
    this.keys = keys;
    this.enforcer = enforcer;
    this.clock = clock;
    this.atStart = enforcer.now().policy();
  }

  /**
   * Reads the configuration again, and looks at rights and users, which go by themselves.
   *
   * @return what waits for a restart, a line each
   * @throws ConfigurationException with everything that is wrong with it, or with what it makes a
   *     violation of; then nothing has changed
   */
  synchronized List<String> now() throws ConfigurationException {
    rights.lookNow();
    ActivePolicy before = enforcer.now();
    ActivePolicy next = ActivePolicy.of(read(), clock).deciding(DECIDED_AT_START, before);
    Set<Finding.Key> known =
        found(before).stream().map(Finding::key).collect(Collectors.toUnmodifiableSet());
    List<Finding> fresh = found(next);
    fresh.removeIf(finding -> known.contains(finding.key()));
    refuse(fresh);
    enforcer.adopt(next);
    InTurn.steps(
        () -> rights.regroup(next.policy().groups()),
        () -> enforcer.note(Moment.START, Subject.BROKER, fresh));
    List<String> waiting = waiting(next.policy());
    LOG.info("The gate's configuration was read again and holds: mode {}", next.policy().mode());
    waiting.forEach(LOG::warn);
    return waiting;
  }

  /**
   * The same, where nobody is there to be told but who reads the log, once.
   *
   * @return whether it holds
   */
  synchronized boolean nowOrSayWhyNot() {
    try {
      now();
      said = "";
      return true;
    } catch (ConfigurationException e) {
      if (!said.equals(e.getMessage())) {
        said = e.getMessage();
        LOG.error("{}\n  What held before goes on holding", said);
      }
      return false;
    }
  }

  /**
   * What the operator asks for now.
   *
   * @throws ConfigurationException with everything that is wrong with it
   */
  Policy read() throws ConfigurationException {
    try {
      return source.read(service);
    } catch (IOException e) {
      throw new ConfigurationException(
          "Portcullis cannot read its configuration (1 error):", List.of(e.getMessage()));
    }
  }

  /** What is wrong already, such as a certificate that has ended, keeps nobody from a change. */
  private static void refuse(List<Finding> fresh) throws ConfigurationException {
    List<String> lines =
        fresh.stream()
            .filter(finding -> finding.disposition() == Disposition.REFUSED)
            .map(finding -> finding.violation().line())
            .toList();
    if (!lines.isEmpty()) {
      throw new ConfigurationException(
          "Portcullis refuses a configuration that the running broker violates (%d %s):"
              .formatted(lines.size(), lines.size() == 1 ? "violation" : "violations"),
          lines);
    }
  }

  /** What a start by a regime would find. */
  private List<Finding> found(ActivePolicy regime) {
    List<Finding> found = new ArrayList<>();
    judge
        .judge(regime.rules(), rights.with(regime.policy().groups()))
        .violations()
        .forEach(violation -> found.add(regime.on(violation).finding(violation)));
    return found;
  }

  /** What is in key stores by now, and whether a start could use it. */
  private List<String> waitingKeys() {
    List<String> changed = new ArrayList<>(keys.changed());
    if (changed.isEmpty() && keysWait) {
      LOG.info("The key stores are again as they were when the connectors were bound");
    }
    keysWait = !changed.isEmpty();
    if (keysWait) {
      changed.addAll(source.keyFaults(service));
    }
    return changed;
  }

  private List<String> waiting(Policy now) {
    List<String> waiting = new ArrayList<>(waitingKeys());
    for (String rule : DECIDED_AT_START) {
      if (ActivePolicy.of(now, clock).enforces(rule) != enforcer.now().enforces(rule)) {
        waiting.add("whether %s is enforced waits for a restart".formatted(rule));
      }
    }
    if (now.tls().minimumVersion() != atStart.tls().minimumVersion()) {
      waiting.add(
          "minimumTlsVersion waits for a restart where connectors name no protocols themselves");
    }
    if (rights.areOnlyReported() && !now.groups().equals(atStart.groups())) {
      waiting.add("the groups of the map that rights are judged by wait for a restart");
    }
    return waiting;
  }
}
