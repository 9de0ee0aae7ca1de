package io.portcullis.broker.rights;

import java.util.List;

/**
 * Whether somebody has a right, and why.
 *
 * @param verdict whether
 * @param lines why, for people, the verdict first
 */
public record Explanation(Verdict verdict, List<String> lines) {

  /** The answer. */
  public enum Verdict {
    HELD,
    NOT_HELD,
    /** Nothing that was asked knows, or could be asked. */
    UNKNOWN
  }

  /** Copies the list. */
  public Explanation {
    lines = List.copyOf(lines);
  }
}
