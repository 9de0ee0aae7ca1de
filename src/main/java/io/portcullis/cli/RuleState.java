package io.portcullis.cli;

import java.util.List;

/**
 * What became of a rule.
 *
 * @param rule its id
 * @param verdict what it says
 * @param findings its violations, the worst first
 * @param notChecked what it cannot know, in words
 */
record RuleState(
    String rule, Verdict verdict, List<PlacedFinding> findings, List<String> notChecked) {

  /** What a rule says, the worst first. */
  enum Verdict {
    REFUSED("refused"),
    REPORTED("reported"),
    WAIVED("waived"),
    NOT_CHECKED("not checked"),
    PASSED("passed");

    private final String words;

    Verdict(String words) {
      this.words = words;
    }

    String words() {
      return words;
    }
  }

  /** Copies the lists. */
  RuleState {
    findings = List.copyOf(findings);
    notChecked = List.copyOf(notChecked);
  }
}
