package io.portcullis.enforce;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.OptionalLong;
import java.util.function.Function;

/**
 * Decides which of many like events are worth a line: the first few, then each time there are ten
 * times as many, and the count starts anew every hour, and when the clock is set back. Remembers a
 * bounded number of kinds; the least recent kind of whoever has most is forgotten first.
 *
 * @param <K> what makes events alike
 */
final class LogThrottle<K> {

  private static final int KINDS = 1024;
  private static final Duration WINDOW = Duration.ofHours(1);

  private final Clock clock;
  private final long first;
  private final FairLruMap<K, Run> runs;

  /**
   * @param clock the time
   * @param first how many of a kind are worth a line each; then those at ten times, a hundred times
   *     this number
   */
  LogThrottle(Clock clock, long first) {
    this(clock, first, kind -> kind);
  }

  /** The same, where {@code sourceOf} says whose a kind is. */
  LogThrottle(Clock clock, long first, Function<K, ?> sourceOf) {
    this.clock = clock;
    this.first = first;
    this.runs = new FairLruMap<>(KINDS, sourceOf);
  }

  /**
   * Adds an event.
   *
   * @return how many like it were left out since the last line, if this one is worth a line
   */
  synchronized OptionalLong add(K kind) {
    Instant now = clock.instant();
    Run run = runs.compute(kind, (k, known) -> known == null ? new Run() : known);
    if (now.isAfter(run.end) || now.isBefore(run.end.minus(WINDOW))) {
      run.end = now.plus(WINDOW);
      run.seen = 0;
      run.next = first * 10;
    }
    run.seen++;
    run.silent++;
    if (run.seen > first) {
      if (run.seen < run.next) {
        return OptionalLong.empty();
      }
      run.next *= 10;
    }
    long leftOut = run.silent - 1;
    run.silent = 0;
    return OptionalLong.of(leftOut);
  }

  private static final class Run {
    private Instant end = Instant.MIN;
    private long seen;
    private long next;
    private long silent;
  }
}
