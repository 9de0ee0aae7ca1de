package io.portcullis.harden;

import io.portcullis.broker.start.CheckedBroker;
import io.portcullis.enforce.Disposition;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.Set;

/**
 * What the fixes of one round work on.
 *
 * @param draft the files
 * @param checked the judgement on the draft as it was before this round
 * @param options what the operator decided before
 * @param passwords the passwords that were made
 * @param decisions what is left to decide; fixes add to it
 * @param target the folder of the copy, for programs that write files
 */
record Work(
    Draft draft,
    CheckedBroker checked,
    HardenOptions options,
    NewPasswords passwords,
    Set<Decision> decisions,
    Path target) {

  Work(
      Draft draft,
      CheckedBroker checked,
      HardenOptions options,
      NewPasswords passwords,
      Path target) {
    this(draft, checked, options, passwords, new LinkedHashSet<>(), target);
  }

  /** Tells whether a waiver covers a violation with this code. Its remedy may touch nothing. */
  boolean waives(String code) {
    return checked.findings().stream()
        .anyMatch(
            finding ->
                finding.disposition() == Disposition.WAIVED
                    && finding.violation().code().equals(code));
  }

  /** Leaves something to the operator. */
  void decide(String rule, String what) {
    decisions.add(new Decision(rule, what));
  }
}
