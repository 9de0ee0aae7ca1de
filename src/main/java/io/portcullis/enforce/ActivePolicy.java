package io.portcullis.enforce;

import io.portcullis.enforce.Verdicts.RuleVerdict;
import io.portcullis.policy.Policy;
import io.portcullis.policy.Resource;
import io.portcullis.policy.Waiver;
import io.portcullis.rule.Judgement;
import io.portcullis.rule.Judgement.State;
import io.portcullis.rule.Judgement.Unjudged;
import io.portcullis.rule.Rule;
import io.portcullis.rule.Rules;
import io.portcullis.rule.Violation;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
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

  /** Returns the rules of a policy, at the time of {@code clock}. */
  public static ActivePolicy of(Policy policy, Clock clock) {
    Rules rules = Rules.of(policy, clock);
    return new ActivePolicy(
        policy,
        rules,
        rules.all().stream()
            .filter(rule -> Enforcement.of(policy, rule).refuses())
            .map(Rule::id)
            .collect(Collectors.toSet()),
        clock);
  }

  /** Returns the same policy, but some rules are enforced only if {@code other} enforces them. */
  public ActivePolicy deciding(List<String> ruleIds, ActivePolicy other) {
    Set<String> mixed = new HashSet<>(enforced);
    mixed.removeAll(ruleIds);
    ruleIds.stream().filter(other::enforces).forEach(mixed::add);
    return new ActivePolicy(policy, rules, mixed, clock);
  }

  /** Returns the operator's policy. */
  public Policy policy() {
    return policy;
  }

  /** Returns the rules. */
  public Rules rules() {
    return rules;
  }

  /** Tells whether violations of this rule are refused, unless a waiver covers them. */
  public boolean enforces(String rule) {
    return enforced.contains(rule);
  }

  /** Returns what happens to violations of each rule, in the order of the rules. */
  public List<Enforcement> enforcement() {
    return rules.all().stream()
        .map(rule -> Enforcement.of(policy, rule).until(enforces(rule.id())))
        .toList();
  }

  /** Decides on a violation: it is waived, or the mode and its rule decide. */
  public Decision on(Violation violation) {
    return on(violation, enforces(violation.rule()) ? Disposition.REFUSED : Disposition.REPORTED);
  }

  /** Decides on a violation that is never refused: it is waived or reported. */
  public Decision onReported(Violation violation) {
    return on(violation, Disposition.REPORTED);
  }

  private Decision on(Violation violation, Disposition otherwise) {
    Set<Waiver> holding = holding(violation.rule(), violation.about());
    return new Decision(holding.isEmpty() ? otherwise : Disposition.WAIVED, holding);
  }

  /** Decides on all violations of a judgement, present and foreseen. */
  public List<Finding> findings(Judgement judgement) {
    List<Finding> findings = new ArrayList<>();
    judgement.violations().forEach(violation -> findings.add(on(violation).finding(violation)));
    judgement
        .foreseen()
        .forEach(violation -> findings.add(onReported(violation).finding(violation)));
    return findings;
  }

  /** Decides on a judgement, and says the state of every rule. */
  public Verdicts verdicts(Judgement judgement) {
    List<Finding> findings = findings(judgement);
    return new Verdicts(
        findings, rules.all().stream().map(rule -> verdict(rule, findings, judgement)).toList());
  }

  private static RuleVerdict verdict(Rule rule, List<Finding> all, Judgement judgement) {
    List<Finding> findings =
        all.stream()
            .filter(finding -> finding.violation().rule().equals(rule.id()))
            .sorted(Comparator.comparing(Finding::disposition))
            .toList();
    List<String> notChecked = judgement.notChecked(rule.id());
    Optional<Unjudged> unjudged = judgement.unjudged(rule.id());
    State state =
        Verdicts.state(
            findings.stream().map(Finding::disposition).findFirst(),
            notChecked.isEmpty(),
            unjudged);
    return new RuleVerdict(
        rule.id(), state, rule.demand(), Verdicts.why(findings, notChecked, unjudged));
  }

  /**
   * Tells whether any waiver, even an ended one, names this rule. Such messages may be stored
   * without a judgement.
   */
  public boolean waives(String rule) {
    return policy.waivers().existFor(rule);
  }

  /**
   * Tells whether a violation of a rule by this thing would be waived now. It costs nothing if no
   * waiver names the rule.
   */
  public boolean waives(String rule, Resource about) {
    return waives(rule) && !holding(rule, about).isEmpty();
  }

  private Set<Waiver> holding(String rule, Resource about) {
    return policy
        .waivers()
        .holding(rule, about, name -> rules.plainKind(rule, name), clock.instant());
  }

  /**
   * Returns the reports about waivers.
   *
   * @param use the use of each waiver
   */
  public List<Violation> reminders(WaiverUse use) {
    Instant now = clock.instant();
    return new Reminders(policy.waivers(), rules.all())
        .due(now, waiver -> Duration.between(use.since(waiver), now), use.matched());
  }
}
