package io.portcullis.enforce;

import java.time.Clock;
import java.util.OptionalLong;

/**
 * The number of audit log lines per hour, for each rule and moment. Clients choose names and ids,
 * so every violation may be different.
 *
 * <p>Each source has {@value #OF_A_SOURCE} lines, so that one noisy source does not hide others.
 * All logged-in users have so many together, and all networks before a login as many again. The
 * first {@value #FIRST} lines of each source count separately from the rest, so that a hundred
 * noisy sources do not hide the next. Violations at the broker's start have no source.
 */
final class LineBudget {

  static final int OF_A_SOURCE = 100;
  static final int FIRST = 10;
  private static final int OF_ALL_FIRST = 10_000;
  private static final int OF_ALL_OTHERS = 1_000;

  /** Identifies the lines of one source for one rule and moment. */
  private record Own(Subject.Source source, Moment moment, String rule) {}

  /** Identifies the lines of all users, or of all networks, for one rule and moment. */
  private record All(boolean users, Moment moment, String rule) {}

  private final LogThrottle<Own> own;
  private final LogThrottle<Own> firstOfOwn;
  private final LogThrottle<All> first;
  private final LogThrottle<All> others;

  /** Reads the time from {@code clock}. */
  LineBudget(Clock clock) {
    this.own = new LogThrottle<>(clock, OF_A_SOURCE, Own::source);
    this.firstOfOwn = new LogThrottle<>(clock, FIRST, Own::source);
    this.first = new LogThrottle<>(clock, OF_ALL_FIRST);
    this.others = new LogThrottle<>(clock, OF_ALL_OTHERS);
  }

  /**
   * Takes a line.
   *
   * @return the number of lines that were denied since the last one; empty if this one is denied
   *     too
   */
  OptionalLong spend(Moment moment, String rule, Subject subject) {
    Subject.Source source = subject.source();
    All all = new All(source.user(), moment, rule);
    if (moment == Moment.START) {
      return others.add(all);
    }
    Own whose = new Own(source, moment, rule);
    boolean isFirst = firstOfOwn.add(whose).isPresent();
    OptionalLong ownLeftOut = own.add(whose);
    if (ownLeftOut.isEmpty()) {
      return ownLeftOut;
    }
    OptionalLong leftOut = isFirst ? first.add(all) : others.add(all);
    return leftOut.isEmpty()
        ? leftOut
        : OptionalLong.of(ownLeftOut.getAsLong() + leftOut.getAsLong());
  }
}
