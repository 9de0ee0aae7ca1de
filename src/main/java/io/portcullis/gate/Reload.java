package io.portcullis.gate;

import io.portcullis.broker.keys.KeyStoreReload;
import io.portcullis.broker.rights.AuthorizationMapView;
import io.portcullis.enforce.ActivePolicy;
import io.portcullis.enforce.Disposition;
import io.portcullis.enforce.Enforcer;
import io.portcullis.enforce.Finding;
import io.portcullis.enforce.IndependentSteps;
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
 * Applies a changed configuration to a running broker: all of it or nothing. If it fails, the old
 * configuration stays in force. Some parts are built at the start and cannot be rebuilt. They stay
 * as they are, and the log says that they need a restart.
 */
final class Reload {

  private static final Logger LOG = OperatorLog.LOG;

  /** Rules whose mode at the start decided whether there is a map, and how connectors are bound. */
  private static final List<String> DECIDED_AT_START =
      List.of(RuleIds.REQUIRE_AUTHORIZATION, RuleIds.REQUIRE_MODERN_TLS);

  private final BrokerService service;
  private final PolicySource source;
  private final Judge judge;
  private final ReloadedRights rights;
  private final ChangedKeyStores keys;
  private final KeyStoreReload reloadedKeys;
  private final Runnable protocols;
  private final Enforcer enforcer;
  private final Clock clock;
  private final Policy atStart;
  private boolean keysWait;

  /** The last logged reason why the configuration could not be applied, until one can. */
  private String said = "";

  /** Judges the running broker as if it were to start. */
  @FunctionalInterface
  interface Judge {
    /** What these rules say of it, with rights as they would be. */
    Judgement judge(Rules rules, AuthorizationMapView rights);
  }

  /**
   * @param protocols judges live connections by what they speak
   */
  Reload(
      BrokerService service,
      PolicySource source,
      Judge judge,
      ReloadedRights rights,
      ChangedKeyStores keys,
      KeyStoreReload reloadedKeys,
      Runnable protocols,
      Enforcer enforcer,
      Clock clock) {
    this.service = service;
    this.source = source;
    this.judge = judge;
    this.rights = rights;
    this.keys = keys;
    this.reloadedKeys = reloadedKeys;
    this.protocols = protocols;
    this.enforcer = enforcer;
    this.clock = clock;
    this.atStart = enforcer.now().policy();
  }

  /**
   * Reads the configuration again, and checks rights, users and key stores, which change
   * independently. If key stores fail, the configuration is read nevertheless.
   *
   * @return what needs a restart, a line each
   * @throws ConfigurationException with every error in it, or with every violation by it; then
   *     nothing has changed
   */
  synchronized List<String> now() throws ConfigurationException {
    List<String> waiting;
    try {
      boolean unused = reloadedKeys.take();
    } finally {
      waiting = configurationNow();
    }
    return waiting;
  }

  private List<String> configurationNow() throws ConfigurationException {
    rights.lookNow();
    ActivePolicy before = enforcer.now();
    ActivePolicy next = ActivePolicy.of(read(), clock).deciding(DECIDED_AT_START, before);
    Set<Finding.Key> known =
        found(before).stream().map(Finding::key).collect(Collectors.toUnmodifiableSet());
    List<Finding> fresh = found(next);
    fresh.removeIf(finding -> known.contains(finding.key()));
    refuse(fresh);
    enforcer.adopt(next);
    IndependentSteps.steps(
        () -> rights.regroup(next.policy().groups()),
        () -> enforcer.note(Moment.START, Subject.BROKER, fresh),
        () -> judgeProtocols(before, next));
    List<String> waiting = waiting(next.policy());
    LOG.info("Portcullis' configuration was reloaded: mode {}", next.policy().mode());
    waiting.forEach(LOG::warn);
    if (!before.policy().bodies().verifySignatures()) {
      OperatorLog.saySignatureProviders(next.policy());
    }
    return waiting;
  }

  /** Judges live connections, if the verdict on what they speak may have changed. */
  private void judgeProtocols(ActivePolicy before, ActivePolicy next) {
    if (!next.policy().protocols().equals(before.policy().protocols())
        || next.enforces(RuleIds.RESTRICT_PROTOCOLS) != before.enforces(RuleIds.RESTRICT_PROTOCOLS)
        || !next.policy().waivers().equals(before.policy().waivers())) {
      protocols.run();
    }
  }

  /**
   * Does the same without key stores, which may be half written, and logs a failure once, because
   * no caller is there to be told.
   *
   * @return whether the new configuration is in force
   */
  synchronized boolean nowOrSayWhyNot() {
    try {
      configurationNow();
      said = "";
      return true;
    } catch (ConfigurationException e) {
      if (!said.equals(e.getMessage())) {
        said = e.getMessage();
        LOG.error("{}\n  The former configuration stays in force", said);
      }
      return false;
    }
  }

  /**
   * Reads the operator's current configuration.
   *
   * @throws ConfigurationException with every error in it
   */
  Policy read() throws ConfigurationException {
    try {
      return source.read(service);
    } catch (IOException e) {
      List<String> lines = String.valueOf(e.getMessage()).lines().toList();
      throw new ConfigurationException(
          "Portcullis cannot read its configuration (%d %s):"
              .formatted(lines.size(), lines.size() == 1 ? "error" : "errors"),
          lines);
    }
  }

  /**
   * Refuses new violations. Existing ones, such as an expired certificate, do not prevent a change.
   */
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

  /** Returns what a start with a policy would find. */
  private List<Finding> found(ActivePolicy active) {
    List<Finding> found = new ArrayList<>();
    judge
        .judge(active.rules(), rights.with(active.policy().groups()))
        .violations()
        .forEach(violation -> found.add(active.on(violation).finding(violation)));
    return found;
  }

  /** Finds changed key stores, and tells whether a start could use them. */
  private List<String> waitingKeys() {
    List<String> changed = new ArrayList<>(keys.changed(reloadedKeys.files()));
    changed.addAll(reloadedKeys.waiting());
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
