package io.portcullis.report;

import java.util.List;

/**
 * The verdict on one rule, with its findings.
 *
 * @param rule its id
 * @param verdict the verdict
 * @param findings its violations, the worst first
 * @param notChecked what the rule cannot check, in words
 */
record RuleState(
    String rule, Verdict verdict, List<PlacedFinding> findings, List<String> notChecked) {

  /** A verdict on a rule, the worst first. */
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
