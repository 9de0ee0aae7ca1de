package io.portcullis.broker.rights;

import java.util.List;

/**
 * The answer to whether a user has a right, with the reasons.
 *
 * @param verdict the answer
 * @param lines the reasons, for people, the verdict first
 */
public record Explanation(Verdict verdict, List<String> lines) {

  /** Whether the user has the right. */
  public enum Verdict {
    HELD,
    NOT_HELD,
    /** No source knows, or none could be asked. */
    UNKNOWN
  }

  /** Copies the list. */
  public Explanation {
    lines = List.copyOf(lines);
  }
}
