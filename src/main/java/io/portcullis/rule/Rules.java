package io.portcullis.rule;

import io.portcullis.policy.ConfigurationException;
import io.portcullis.policy.Policy;
import io.portcullis.policy.Resource.Kind;
import io.portcullis.release.KnownReleases;
import java.time.Clock;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** All rules, in the order in which reports show their violations. */
public final class Rules {

  private static final Fault RULE_FAILED =
      new Fault("rule-failed", "the rule failed with %s", "report this as a defect of Portcullis");

  private static final int CAUSES = 10;
  private static final int MOST_SAID = 1_000;

  /** A rule that failed, and the class of its exception. */
  private record Failure(String rule, String thrown) {}

  /** The failures whose stack traces were logged already. */
  private static final Set<Failure> SAID = ConcurrentHashMap.newKeySet();

  private final List<Rule> all;
  private final SendRule[] sendRules;

  private Rules(List<Rule> all) {
    this.all = all;
    this.sendRules =
        all.stream()
            .filter(SendRule.class::isInstance)
            .map(SendRule.class::cast)
            .toArray(SendRule[]::new);
  }

  /** The rules of a policy, in real time. */
  public static Rules of(Policy policy) {
    return of(policy, Clock.systemUTC());
  }

  /** The rules of a policy. A new rule is one line here. */
  public static Rules of(Policy policy, Clock clock) {
    return new Rules(
        List.of(
            new RequireTls(),
            new RequireModernTls(new ModernTls(policy.tls().minimumVersion())),
            new RequireValidCertificate(policy.tls().certificateWarningDays(), clock),
            new RequireClientCertificate(policy.tls().clientCertificates()),
            new RefuseUnvettedLink(policy.bridgesGroup()),
            new RefusePublicConnector(),
            new RefuseOutsideClient(policy.allowedNetworks()),
            new RequireAuthentication(),
            new RefuseDefaultCredentials(),
            new RequireAuthorization(Set.of(policy.groups().system(), policy.bridgesGroup())),
            new RequireSystemGroup(policy.groups().system()),
            new GuardTemporaryDestinations(policy.groups()),
            new GuardAdvisories(policy.groups()),
            new RequireEncryptedBody(),
            new BoundResources(),
            new NarrowSerialization(),
            new SecureManagement(policy.groups()),
            new ProtectFiles(),
            new RefuseRoot(),
            new RequireSupportedBroker(KnownReleases::bundled, clock),
            new GuardReopenedDoors(),
            new RestrictProtocols(policy.protocols())));
  }

  /** The rule about bodies alone, for a command that has no broker. */
  public static Rules ofBodies() {
    return new Rules(List.of(new RequireEncryptedBody()));
  }

  /** Returns the kind that a name alone means in a waiver of a rule. */
  public Kind plainKind(String rule, String name) {
    return all.stream()
        .filter(known -> known.id().equals(rule))
        .findFirst()
        .map(known -> known.plainKind(name))
        .orElse(Kind.CONNECTOR);
  }

  /** Returns every rule. */
  public List<Rule> all() {
    return all;
  }

  /** Returns the id of every rule, in order. */
  public static Set<String> ids() {
    return ofSecureDefault().all.stream()
        .map(Rule::id)
        .collect(Collectors.toCollection(LinkedHashSet::new));
  }

  /** Returns the rules of the default policy. */
  public static Rules ofSecureDefault() {
    try {
      return of(Policy.builder().build(Set.of()));
    } catch (ConfigurationException e) {
      throw new IllegalStateException("the secure default is a valid policy", e);
    }
  }

  /**
   * Asks every rule about one thing. If a rule fails, it has not judged, so its failure is a
   * violation of it.
   *
   * @param judged the thing that is judged, for the violation of a rule that fails
   * @param question which facts, such as {@code rule -> rule.judge(broker)}
   */
  public List<Violation> judge(Judged judged, Function<Rule, List<Violation>> question) {
    List<Violation> violations = new ArrayList<>();
    for (Rule rule : all) {
      violations.addAll(answer(rule, judged, question));
    }
    return violations;
  }

  /** Asks every rule about an authorization map. */
  public List<Violation> judge(AuthorizationFacts authorization) {
    return judge(AuthorizationFacts.MAP, rule -> rule.judge(authorization));
  }

  /**
   * Asks every rule about a broker that is about to start, its authorization map, its connectors
   * and its links.
   */
  public List<Violation> judge(BrokerFacts broker) {
    List<Violation> violations = new ArrayList<>();
    for (Rule rule : all) {
      violations.addAll(answer(rule, broker, r -> r.judge(broker)));
      if (broker.authorization().source() != AuthorizationFacts.Source.NOT_ASKED) {
        violations.addAll(
            answer(rule, AuthorizationFacts.MAP, r -> r.judge(broker.authorization())));
      }
      for (ConnectorFacts connector : broker.connectors()) {
        violations.addAll(answer(rule, connector, r -> r.judge(connector)));
      }
      for (LinkFacts link : broker.links()) {
        violations.addAll(answer(rule, link, r -> r.judge(link)));
      }
    }
    return violations;
  }

  /** Asks every rule about the environment of a broker that is about to start. */
  public List<Violation> judge(PostureFacts posture) {
    List<Violation> violations = new ArrayList<>();
    for (Rule rule : all) {
      ProcessFacts process = posture.process();
      violations.addAll(answer(rule, process, r -> r.judge(process)));
      LimitFacts limits = posture.limits();
      violations.addAll(answer(rule, limits, r -> r.judge(limits)));
      ManagementFacts management = posture.management();
      violations.addAll(answer(rule, management, r -> r.judge(management)));
      for (FileFacts file : posture.files().files()) {
        violations.addAll(answer(rule, file, r -> r.judge(file)));
      }
      for (SilentFileFacts file : posture.files().silent()) {
        violations.addAll(answer(rule, file, r -> r.judge(file)));
      }
    }
    return violations;
  }

  /** Returns what the rules cannot check of a broker that is about to start. */
  public List<NotChecked> notChecked(PostureFacts posture) {
    return all.stream()
        .flatMap(
            rule -> rule.notChecked(posture).stream().map(what -> new NotChecked(rule.id(), what)))
        .toList();
  }

  /** Asks the rules for messages. If there is no violation, it allocates nothing. */
  public List<Violation> judge(SendFacts send) {
    for (SendRule rule : sendRules) {
      List<Violation> violations;
      try {
        violations = rule.judge(send);
      } catch (RuntimeException | LinkageError | StackOverflowError e) {
        violations = List.of(failure(rule, send, e));
      }
      if (!violations.isEmpty()) {
        return violations;
      }
    }
    return List.of();
  }

  private static List<Violation> answer(
      Rule rule, Judged judged, Function<Rule, List<Violation>> question) {
    try {
      return question.apply(rule);
    } catch (UnansweredException e) {
      return List.of(e.violationOf(rule.id()));
    } catch (RuntimeException | LinkageError | StackOverflowError e) {
      return List.of(failure(rule, judged, e));
    }
  }

  private static Violation failure(Rule rule, Judged judged, Throwable e) {
    if (SAID.size() < MOST_SAID && SAID.add(new Failure(rule.id(), e.getClass().getName()))) {
      Log.OF_RULES.error(
          "The rule {} failed; report this as a defect of Portcullis", rule.id(), frames(e));
    }
    return rule.violation(judged, RULE_FAILED, e.getClass().getName());
  }

  /** The logger. It is created on demand, since the commands of the jar alone have no SLF4J. */
  private static final class Log {
    static final Logger OF_RULES = LoggerFactory.getLogger(Rules.class);
  }

  /** Returns classes and stack traces without messages, which may contain a client's text. */
  private static Throwable frames(Throwable thrown) {
    Throwable causeOrNull = null;
    List<Throwable> causes = new ArrayList<>();
    for (Throwable e = thrown; e != null && causes.size() < CAUSES; e = e.getCause()) {
      causes.add(0, e);
    }
    for (Throwable e : causes) {
      Throwable shown = new Throwable(e.getClass().getName(), causeOrNull);
      shown.setStackTrace(e.getStackTrace());
      causeOrNull = shown;
    }
    return causeOrNull;
  }
}
