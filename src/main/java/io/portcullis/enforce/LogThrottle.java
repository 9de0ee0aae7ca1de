package io.portcullis.enforce;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.OptionalLong;
import java.util.function.Function;

/**
 * Throttles log lines for similar events. It logs the first few, and then each time the number has
 * grown tenfold. The count starts again every hour, and when the clock is set back. The number of
 * kinds is bounded. When it is full, the source with most kinds loses its least recent one.
 *
 * @param <K> what makes events similar
 */
final class LogThrottle<K> {

  private static final int KINDS = 1024;
  private static final Duration WINDOW = Duration.ofHours(1);

  private final Clock clock;
  private final long first;
  private final FairLruMap<K, Run> runs;

  /**
   * @param clock the clock
   * @param first the number of events of a kind that get a line each; after that, ten times and a
   *     hundred times this number get one
   */
  LogThrottle(Clock clock, long first) {
    this(clock, first, kind -> kind);
  }

  /** Does the same, with {@code sourceOf} as the source of a kind. */
  LogThrottle(Clock clock, long first, Function<K, ?> sourceOf) {
    this.clock = clock;
    this.first = first;
    this.runs = new FairLruMap<>(KINDS, sourceOf);
  }

  /**
   * Adds an event.
   *
   * @return the number of similar events without a line since the last one; empty if this event
   *     gets no line
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

  /** The count of one kind of event in the current hour. */
  private static final class Run {
    private Instant end = Instant.MIN;
    private long seen;
    private long next;
    private long silent;
  }
}
