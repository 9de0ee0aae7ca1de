package io.portcullis.harden;

import io.portcullis.broker.start.CheckedBroker;
import io.portcullis.enforce.Disposition;
import io.portcullis.harden.text.PropertiesText;
import io.portcullis.harden.text.TextFile;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Set;

/**
 * What the fixes of one round work on.
 *
 * @param draft the files
 * @param checked the judgement on the draft as it was before this round
 * @param options what the operator decided before
 * @param passwords the passwords that were made
 * @param decisions what is left to decide; fixes add to it
 * @param lasting what changes of this and earlier rounds leave to decide
 * @param target the folder of the copy, for programs that write files
 * @param progress hears of the hashes
 */
record Work(
    Draft draft,
    CheckedBroker checked,
    HardenOptions options,
    NewPasswords passwords,
    Set<Decision> decisions,
    Set<Decision> lasting,
    Path target,
    Progress progress) {

  /** Tells whether a waiver covers a violation with this code. Its remedy may touch nothing. */
  boolean waives(String code) {
    return checked.findings().stream()
        .anyMatch(
            finding ->
                finding.disposition() == Disposition.WAIVED
                    && finding.violation().code().equals(code));
  }

  /** Leaves something to the operator, until a later round finds it done. */
  void decide(String rule, String what) {
    decisions.add(new Decision(rule, passwords.maskedWords(what)));
  }

  /** Leaves something to the operator that comes of a change, which no later round sees. */
  void decideOnce(String rule, String what) {
    lasting.add(new Decision(rule, passwords.maskedWords(what)));
  }

  /**
   * Returns a properties file.
   *
   * @throws IOException if it is not there, or has a line that cannot be read
   */
  PropertiesText properties(String name) throws IOException {
    TextFile file = draft.text(name);
    try {
      return PropertiesText.of(file.text(), file.lineEnd());
    } catch (IllegalArgumentException e) {
      throw new IOException("%s: %s".formatted(name, e.getMessage()), e);
    }
  }

  /** Writes a properties file, and tells whether it changed. */
  boolean save(String name, String rule, PropertiesText properties) throws IOException {
    if (draft.has(name)) {
      return draft.edit(name, rule, before -> properties.text());
    }
    draft.create(name, rule, properties.text());
    return true;
  }
}
