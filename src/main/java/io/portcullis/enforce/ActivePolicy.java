package io.portcullis.enforce;

import io.portcullis.policy.Mode;
import io.portcullis.policy.Policy;
import io.portcullis.policy.Resource;
import io.portcullis.policy.Waiver;
import io.portcullis.rule.Judgement;
import io.portcullis.rule.Rule;
import io.portcullis.rule.Rules;
import io.portcullis.rule.Violation;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The policy in force: its rules, and the disposition of their violations. It is immutable, so one
 * judgement uses the same policy throughout.
 */
public final class ActivePolicy {

  private final Policy policy;
  private final Rules rules;
  private final Set<String> enforced;
  private final Clock clock;

  private ActivePolicy(Policy policy, Rules rules, Set<String> enforced, Clock clock) {
    this.policy = policy;
    this.rules = rules;
    this.enforced = Set.copyOf(enforced);
    this.clock = clock;
  }

  /** That of a policy, at the time of {@code clock}. */
  public static ActivePolicy of(Policy policy, Clock clock) {
    Rules rules = Rules.of(policy, clock);
    return new ActivePolicy(
        policy,
        rules,
        rules.all().stream()
            .filter(rule -> enforces(policy, rule))
            .map(Rule::id)
            .collect(Collectors.toSet()),
        clock);
  }

  private static boolean enforces(Policy policy, Rule rule) {
    if (policy.enforce().contains(rule.id())) {
      return true;
    }
    return policy.mode() == Mode.ENFORCE
        && !policy.reportOnly().contains(rule.id())
        && rule.enforcedByDefault();
  }

  /** The same, but for some rules, which are enforced where {@code other} enforces them. */
  public ActivePolicy deciding(List<String> ruleIds, ActivePolicy other) {
    Set<String> mixed = new HashSet<>(enforced);
    mixed.removeAll(ruleIds);
    ruleIds.stream().filter(other::enforces).forEach(mixed::add);
    return new ActivePolicy(policy, rules, mixed, clock);
  }

  /** What the operator asked for. */
  public Policy policy() {
    return policy;
  }

  /** Its rules. */
  public Rules rules() {
    return rules;
  }

  /** Whether violations of this rule are refused, but for waivers. */
  public boolean enforces(String rule) {
    return enforced.contains(rule);
  }

  /** What is to become of a violation: it is waived, or what the mode and its rule say. */
  public Decision on(Violation violation) {
    return on(violation, enforces(violation.rule()) ? Disposition.REFUSED : Disposition.REPORTED);
  }

  /** What is to become of a violation that nothing is refused for. */
  public Decision onReported(Violation violation) {
    return on(violation, Disposition.REPORTED);
  }

  private Decision on(Violation violation, Disposition otherwise) {
    Set<Waiver> holding = holding(violation.rule(), violation.about());
    return new Decision(holding.isEmpty() ? otherwise : Disposition.WAIVED, holding);
  }

  /** What is to become of everything that was found, and will be found before long. */
  public List<Finding> findings(Judgement judgement) {
    List<Finding> findings = new ArrayList<>();
    judgement.violations().forEach(violation -> findings.add(on(violation).finding(violation)));
    judgement
        .foreseen()
        .forEach(violation -> findings.add(onReported(violation).finding(violation)));
    return findings;
  }

  /** Whether a waiver is, or was, for a rule: what broke it may have passed. */
  public boolean waives(String rule) {
    return policy.waivers().existFor(rule);
  }

  /** Whether a violation of a rule by something would be waived now; free where none could. */
  public boolean waives(String rule, Resource about) {
    return waives(rule) && !holding(rule, about).isEmpty();
  }

  private Set<Waiver> holding(String rule, Resource about) {
    return policy
        .waivers()
        .holding(rule, about, name -> rules.plainKind(rule, name), clock.instant());
  }

  /**
   * What is to be said of the waivers themselves.
   *
   * @param use what they were good for
   */
  public List<Violation> reminders(WaiverUse use) {
    Instant now = clock.instant();
    return new Reminders(policy.waivers(), rules.all())
        .due(now, waiver -> Duration.between(use.since(waiver), now), use.matched());
  }
}
