package io.portcullis.report;

import io.portcullis.rule.Judgement.State;
import java.util.List;

/**
 * The state of one rule, with its findings.
 *
 * @param rule its id
 * @param state the state
 * @param findings its violations, the worst first
 * @param reasons what it cannot check, or why it judged nothing, in words
 */
record RuleState(String rule, State state, List<PlacedFinding> findings, List<String> reasons) {

  /** Copies the lists. */
  RuleState {
    findings = List.copyOf(findings);
    reasons = List.copyOf(reasons);
  }

  /** Tells whether it judged nothing, so it has not passed. */
  boolean judgedNothing() {
    return switch (state) {
      case NOT_REQUIRED, NOTHING_TO_JUDGE -> true;
      case REFUSED, REPORTED, WAIVED, NOT_CHECKED, PASSED -> false;
    };
  }

  /** Describes the state, and the number of violations if there are any. */
  String words() {
    return findings.isEmpty() ? state.words() : "%s, %d".formatted(state.words(), findings.size());
  }
}
