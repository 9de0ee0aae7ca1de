package io.portcullis.enforce;

import io.portcullis.policy.Mode;
import io.portcullis.policy.Policy;
import io.portcullis.rule.Rule;
import io.portcullis.rule.Rules;
import io.portcullis.rule.Violation;
import java.time.Clock;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * A policy that holds: its rules, and what is to become of violations of them. Immutable, so that
 * whoever judges something by one judges all of it by the same.
 */
public final class Regime {

  private final Policy policy;
  private final Rules rules;
  private final Set<String> enforced;

  private Regime(Policy policy, Rules rules, Set<String> enforced) {
    this.policy = policy;
    this.rules = rules;
    this.enforced = Set.copyOf(enforced);
  }

  /** That of a policy. */
  public static Regime of(Policy policy, Clock clock) {
    Rules rules = Rules.of(policy, clock);
    return new Regime(
        policy,
        rules,
        rules.all().stream()
            .filter(rule -> enforces(policy, rule))
            .map(Rule::id)
            .collect(Collectors.toSet()));
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
  public Regime deciding(List<String> ruleIds, Regime other) {
    Set<String> mixed = new HashSet<>(enforced);
    mixed.removeAll(ruleIds);
    ruleIds.stream().filter(other::enforces).forEach(mixed::add);
    return new Regime(policy, rules, mixed);
  }

  /** What the operator asked for. */
  public Policy policy() {
    return policy;
  }

  /** Its rules. */
  public Rules rules() {
    return rules;
  }

  /** Whether violations of this rule are refused. */
  public boolean enforces(String rule) {
    return enforced.contains(rule);
  }

  /** What is to become of a violation. */
  public Disposition decide(Violation violation) {
    return enforces(violation.rule()) ? Disposition.REFUSED : Disposition.REPORTED;
  }
}
