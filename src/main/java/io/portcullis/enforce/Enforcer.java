package io.portcullis.enforce;

import io.portcullis.policy.Mode;
import io.portcullis.policy.Policy;
import io.portcullis.rule.Rule;
import io.portcullis.rule.Violation;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** Decides what becomes of violations, counts them and writes them down. */
public final class Enforcer {

  private final Set<String> enforced;
  private final AuditLog audit;
  private final Tally tally;
  private final Senders senders;

  /** Enforces {@code rules} as {@code policy} says. */
  public Enforcer(Policy policy, List<Rule> rules, AuditLog audit, Tally tally, Senders senders) {
    this.enforced =
        rules.stream()
            .filter(rule -> enforces(policy, rule))
            .map(Rule::id)
            .collect(Collectors.toUnmodifiableSet());
    this.audit = audit;
    this.tally = tally;
    this.senders = senders;
  }

  /** Whether violations of {@code rule} are refused by {@code policy}. */
  public static boolean enforces(Policy policy, Rule rule) {
    if (policy.enforce().contains(rule.id())) {
      return true;
    }
    return policy.mode() == Mode.ENFORCE
        && !policy.reportOnly().contains(rule.id())
        && rule.enforcedByDefault();
  }

  /** Whether violations of this rule are refused. */
  public boolean enforces(String rule) {
    return enforced.contains(rule);
  }

  /** What is to become of a violation. */
  public Disposition decide(Violation violation) {
    return enforces(violation.rule()) ? Disposition.REFUSED : Disposition.REPORTED;
  }

  /** Counts violations that nothing is refused for, and writes them down. */
  public void report(Moment moment, Subject subject, List<Violation> violations) {
    for (Violation violation : violations) {
      tally.count(Disposition.REPORTED);
      audit.write(moment, Disposition.REPORTED, subject, violation);
    }
  }

  /**
   * Counts violations and writes them down.
   *
   * @return those that are to be refused; the caller does it
   */
  public List<Violation> enforce(Moment moment, Subject subject, List<Violation> violations) {
    List<Violation> refused = new ArrayList<>();
    for (Violation violation : violations) {
      Disposition disposition = decide(violation);
      tally.count(disposition);
      audit.write(moment, disposition, subject, violation);
      if (moment == Moment.SEND) {
        senders.count(subject, violation);
      }
      if (disposition == Disposition.REFUSED) {
        refused.add(violation);
      }
    }
    return refused;
  }
}
