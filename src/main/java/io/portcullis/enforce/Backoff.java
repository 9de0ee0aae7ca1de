package io.portcullis.enforce;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Who has to wait before trying again: each failure doubles the wait, up to a cap, and a time
 * without failures ends it. Remembers a bounded number of keys, the least recent forgotten first.
 *
 * <p>Where the clock is set back, a wait begins anew, so that nobody waits until the clock is where
 * it was.
 *
 * @param <K> who
 */
public final class Backoff<K> {

  private static final int KEYS = 10_000;
  private static final Duration FIRST = Duration.ofMillis(250);
  private static final Duration CAP = Duration.ofSeconds(30);
  private static final Duration FORGIVEN_AFTER = Duration.ofMinutes(10);

  private record Wait(Duration length, long failures, Instant last, Instant end) {
    Wait notLaterThan(Instant now) {
      return last.isAfter(now) ? new Wait(length, failures, now, now.plus(length)) : this;
    }
  }

  /**
   * Somebody who failed and is not forgiven yet.
   *
   * @param key who
   * @param failures how often in a row
   * @param last when last
   * @param end when the wait ends, or ended
   */
  public record Waiting<K>(K key, long failures, Instant last, Instant end) {}

  private final Clock clock;
  private final Duration cap;
  private final Map<K, Wait> waits = new Recent<>(KEYS);

  /** Reads the time from {@code clock}; waits are half a minute at most. */
  public Backoff(Clock clock) {
    this(clock, CAP);
  }

  /** Reads the time from {@code clock}; waits are {@code cap} at most. */
  public Backoff(Clock clock, Duration cap) {
    this.clock = clock;
    this.cap = cap;
  }

  /** Counts a failure. */
  public synchronized void fail(K key) {
    Instant now = clock.instant();
    Wait before = known(key, now);
    boolean first = before == null || isForgiven(before, now);
    Duration length = first ? FIRST : before.length.multipliedBy(2);
    Duration capped = length.compareTo(cap) > 0 ? cap : length;
    waits.put(key, new Wait(capped, first ? 1 : before.failures + 1, now, now.plus(capped)));
  }

  /** What is known of somebody, if there is something. */
  private Wait known(K key, Instant now) {
    return waits.computeIfPresent(key, (same, wait) -> wait.notLaterThan(now));
  }

  private static boolean isForgiven(Wait wait, Instant now) {
    return now.isAfter(wait.end.plus(FORGIVEN_AFTER));
  }

  /** Forgets whatever failed before. */
  public synchronized void forgive(K key) {
    waits.remove(key);
  }

  /** How long there is still to wait, if at all. */
  public synchronized Optional<Duration> left(K key) {
    Instant now = clock.instant();
    Wait wait = known(key, now);
    return wait == null || !now.isBefore(wait.end)
        ? Optional.empty()
        : Optional.of(Duration.between(now, wait.end));
  }

  /** All who failed and are not forgiven yet, in no particular order. */
  public synchronized List<Waiting<K>> all() {
    Instant now = clock.instant();
    waits.replaceAll((key, wait) -> wait.notLaterThan(now));
    return waits.entrySet().stream()
        .filter(entry -> !isForgiven(entry.getValue(), now))
        .map(
            entry ->
                new Waiting<>(
                    entry.getKey(),
                    entry.getValue().failures,
                    entry.getValue().last,
                    entry.getValue().end))
        .toList();
  }
}
