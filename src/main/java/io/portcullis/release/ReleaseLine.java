package io.portcullis.release;

import java.time.LocalDate;
import java.util.Optional;

/**
 * A line of ActiveMQ's releases, such as 6.1.
 *
 * @param line its two numbers
 * @param state whether it gets security fixes
 * @param first the date of its first release
 * @param newest its newest release
 * @param ended the day from which ActiveMQ no longer says that it gets fixes, where a day was
 *     published
 * @param note what else is to know, in words; may be empty
 * @param source where the state comes from
 */
public record ReleaseLine(
    String line,
    State state,
    LocalDate first,
    Release newest,
    Optional<LocalDate> ended,
    String note,
    String source) {

  /** Whether a line gets security fixes. */
  public enum State {
    SUPPORTED,
    /** It may get fixes still, and another line takes its place. */
    DEPRECATED,
    /** It gets no fixes. */
    ENDED
  }

  /** Checks that its newest release is its own. */
  public ReleaseLine {
    if (!newest.line().equals(line)) {
      throw new IllegalArgumentException("%s is no release of line %s".formatted(newest, line));
    }
  }
}
