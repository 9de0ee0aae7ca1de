package io.portcullis.enforce;

import io.portcullis.rule.Judgement.State;
import io.portcullis.rule.Judgement.Unjudged;
import java.util.List;
import java.util.Optional;

/**
 * What a judgement of the running broker says, by one policy.
 *
 * @param findings its violations, each with its disposition
 * @param rules the state of every rule, in the order of the rules
 */
public record Verdicts(List<Finding> findings, List<RuleVerdict> rules) {

  private static final int LONGEST_WHY = 500;

  /** Copies the lists. */
  public Verdicts {
    findings = List.copyOf(findings);
    rules = List.copyOf(rules);
  }

  /**
   * The state of a rule, in the words of {@code check} and of JMX.
   *
   * @param rule the rule's id
   * @param state the state
   * @param demands what the rule demands, as a noun phrase
   * @param why its violations, what it cannot check, or why it judged nothing, in 500 characters at
   *     most; empty if it passed
   */
  public record RuleVerdict(String rule, State state, String demands, String why) {

    /** Bounds the reason, which may quote a name of any length. */
    public RuleVerdict {
      why = why.length() <= LONGEST_WHY ? why : cut(why);
    }
  }

  /**
   * Returns the state of a rule. If several are true, the first one counts.
   *
   * @param worst the worst disposition of its violations; empty if it has none
   * @param isChecked whether it knows all that it needs
   * @param unjudged the reason why it judged nothing; empty if it judged something
   */
  public static State state(
      Optional<Disposition> worst, boolean isChecked, Optional<Unjudged> unjudged) {
    if (worst.isPresent()) {
      return switch (worst.get()) {
        case REFUSED -> State.REFUSED;
        case REPORTED -> State.REPORTED;
        case WAIVED -> State.WAIVED;
      };
    }
    if (!isChecked) {
      return State.NOT_CHECKED;
    }
    return unjudged.map(Unjudged::state).orElse(State.PASSED);
  }

  /** Says why a rule has its state. */
  static String why(List<Finding> findings, List<String> notChecked, Optional<Unjudged> unjudged) {
    if (findings.isEmpty()) {
      return notChecked.isEmpty()
          ? unjudged.map(Unjudged::why).orElse("")
          : "not checked: " + String.join("; ", notChecked);
    }
    String first = findings.get(0).violation().where() + ": " + findings.get(0).violation().found();
    int more = findings.size() - 1;
    return more == 0 ? first : "%s; and %d more".formatted(first, more);
  }

  /** Cuts a text between two characters. */
  private static String cut(String text) {
    int end = LONGEST_WHY - 3;
    return text.substring(0, Character.isHighSurrogate(text.charAt(end - 1)) ? end - 1 : end)
        + "...";
  }
}
