package io.portcullis.enforce;

import io.portcullis.policy.ConfigurationException;
import io.portcullis.policy.Policy;
import io.portcullis.rule.Judged;
import io.portcullis.rule.Rule;
import io.portcullis.rule.Rules;
import io.portcullis.rule.Violation;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/**
 * Judges by the policy in force, counts and logs violations, and says what to refuse. The policy
 * may be replaced at any time. Each judgement uses one policy throughout.
 */
public final class Enforcer {

  private final WaiverUse waivers;
  private final AuditLog audit;
  private final Counters counters;
  private final Senders senders;
  private volatile ActivePolicy active;

  /** Judges by {@code first} until another policy is adopted. */
  public Enforcer(
      ActivePolicy first, WaiverUse waivers, AuditLog audit, Counters counters, Senders senders) {
    this.active = first;
    this.waivers = waivers;
    this.audit = audit;
    this.counters = counters;
    this.senders = senders;
    waivers.follow(first.policy().waivers());
  }

  /** Returns the enforcer of a JVM without a gate. It judges by the default policy. */
  public static Enforcer alone(Clock clock) {
    try {
      return new Enforcer(
          ActivePolicy.of(Policy.builder().build(Rules.ids()), clock),
          new WaiverUse(clock),
          new AuditLog(clock),
          new Counters(),
          new Senders(clock));
    } catch (ConfigurationException e) {
      throw new IllegalStateException("the defaults are right", e);
    }
  }

  /** Returns the policy in force. */
  public ActivePolicy now() {
    return active;
  }

  /** Puts another policy in force. */
  public void adopt(ActivePolicy next) {
    waivers.follow(next.policy().waivers());
    active = next;
  }

  /** Tells whether violations of this rule are refused now, unless a waiver covers them. */
  public boolean enforces(String rule) {
    return active.enforces(rule);
  }

  /**
   * Asks every rule about one thing, and counts and logs violations.
   *
   * @param question which facts, such as {@code rule -> rule.judge(connector)}
   * @return the violations to refuse; the caller refuses them
   */
  public List<Violation> judge(
      Moment moment, Subject subject, Judged judged, Function<Rule, List<Violation>> question) {
    ActivePolicy now = active;
    return enforce(now, moment, subject, now.rules().judge(judged, question));
  }

  /** Counts and logs violations that are never refused. */
  public void report(Moment moment, Subject subject, List<Violation> violations) {
    for (Violation violation : violations) {
      record(moment, subject, violation, active.onReported(violation));
    }
  }

  /** Counts and logs a violation whose disposition is known already. */
  public void note(Moment moment, Subject subject, List<Finding> findings) {
    for (Finding finding : findings) {
      record(
          moment,
          subject,
          finding.violation(),
          new Decision(finding.disposition(), finding.waivers()));
    }
  }

  /** Reports on the waivers themselves. No waiver covers these reports. */
  public void remind(List<Violation> reminders) {
    for (Violation reminder : reminders) {
      write(Moment.START, Disposition.REPORTED, Subject.BROKER, reminder);
    }
  }

  /**
   * Logs an operator's action, one line each. It is not a violation.
   *
   * @param what the operation
   * @param where its target
   */
  public void noteOperation(Subject operator, String what, String where) {
    audit.writeOperation(operator, what, where);
  }

  /** Counts and logs a violation that is refused whatever waivers say. */
  public void refuse(Moment moment, Subject subject, Violation violation) {
    write(moment, Disposition.REFUSED, subject, violation);
  }

  /**
   * Counts and logs a refusal of another plugin, unless that has happened already.
   *
   * @param thrown the exception that refuses
   */
  public void recordForeign(Moment moment, Subject subject, Violation violation, Throwable thrown) {
    if (!Refusal.isRecorded(thrown)) {
      refuse(moment, subject, violation);
      Refusal.recorded(thrown);
    }
  }

  /** Counts and logs violations by the policy in force. */
  public List<Violation> enforce(Moment moment, Subject subject, List<Violation> violations) {
    return enforce(active, moment, subject, violations);
  }

  /**
   * Counts and logs violations.
   *
   * @param by the policy that found them
   * @return the violations to refuse; the caller refuses them
   */
  public List<Violation> enforce(
      ActivePolicy by, Moment moment, Subject subject, List<Violation> violations) {
    List<Violation> refused = new ArrayList<>();
    for (Violation violation : violations) {
      Decision decision = by.on(violation);
      record(moment, subject, violation, decision);
      if (decision.disposition() == Disposition.REFUSED) {
        refused.add(violation);
      }
    }
    return refused;
  }

  private void record(Moment moment, Subject subject, Violation violation, Decision decision) {
    waivers.count(decision.waivers());
    Subject whom = decision.disposition() == Disposition.REFUSED ? subject : subject.with(0);
    write(moment, decision.disposition(), whom, violation);
    if (moment == Moment.SEND) {
      senders.count(whom, violation);
    }
  }

  private void write(Moment moment, Disposition disposition, Subject subject, Violation violation) {
    counters.count(disposition);
    audit.write(moment, disposition, subject, violation);
  }
}
