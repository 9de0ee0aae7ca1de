package io.portcullis.enforce;

import java.time.Clock;
import java.util.OptionalLong;

/**
 * How many lines an hour the audit log has for a rule and a moment. Clients choose names and ids,
 * so that no two violations need be alike.
 *
 * <p>Each source has {@value #OF_A_SOURCE}, so that nobody's noise hides what others do. All users
 * who logged in have so many together, and all networks before a login as many again. The first
 * {@value #FIRST} of each source are counted apart from the rest, so that a hundred noisy ones do
 * not hide the next. What the broker finds at its start is nobody's noise.
 */
final class LineBudget {

  static final int OF_A_SOURCE = 100;
  static final int FIRST = 10;
  private static final int OF_ALL_FIRST = 10_000;
  private static final int OF_ALL_OTHERS = 1_000;

  /** Lines of one rule at one moment. */
  private record Own(Subject.Source source, Moment moment, String rule) {}

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
   * @return how many there was none for since the last one, if there is one
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
