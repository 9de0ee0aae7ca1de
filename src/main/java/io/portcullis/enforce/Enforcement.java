package io.portcullis.enforce;

import io.portcullis.policy.Mode;
import io.portcullis.policy.Policy;
import io.portcullis.rule.Rule;

/**
 * What happens to violations of a rule that no waiver covers.
 *
 * @param rule the rule's id
 * @param refuses whether they are refused; otherwise they are only reported
 * @param because what decides it
 */
public record Enforcement(String rule, boolean refuses, Because because) {

  /** What decides whether violations of a rule are refused. */
  public enum Because {
    /** The property {@code enforce} names the rule. */
    ENFORCE("enforce"),
    /** The property {@code reportOnly} names the rule. */
    REPORT_ONLY("reportOnly"),
    /** The mode. */
    MODE("mode"),
    /** The rule only reports unless {@code enforce} names it. */
    DEFAULT("default"),
    /** A change of the configuration waits for a restart of the broker. */
    RESTART("restart");

    private final String words;

    Because(String words) {
      this.words = words;
    }

    /** Returns its name in JMX, such as {@code reportOnly}. */
    public String words() {
      return words;
    }
  }

  /** Returns what a policy decides for a rule. */
  static Enforcement of(Policy policy, Rule rule) {
    String id = rule.id();
    if (policy.enforce().contains(id)) {
      return new Enforcement(id, true, Because.ENFORCE);
    }
    if (policy.reportOnly().contains(id)) {
      return new Enforcement(id, false, Because.REPORT_ONLY);
    }
    if (policy.mode() == Mode.REPORT_ONLY) {
      return new Enforcement(id, false, Because.MODE);
    }
    return rule.enforcedByDefault()
        ? new Enforcement(id, true, Because.MODE)
        : new Enforcement(id, false, Because.DEFAULT);
  }

  /** Returns it as it is until a restart, if that differs. */
  Enforcement until(boolean refusesNow) {
    return refuses == refusesNow ? this : new Enforcement(rule, refusesNow, Because.RESTART);
  }
}
