package io.portcullis.enforce;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/**
 * Who has to wait before trying again: each failure doubles the wait, up to a cap, and a time
 * without failures ends it. Remembers a bounded number of keys, the least recent forgotten first.
 *
 * @param <K> who
 */
public final class Backoff<K> {

  private static final int KEYS = 10_000;
  private static final Duration FIRST = Duration.ofMillis(250);
  private static final Duration CAP = Duration.ofSeconds(30);
  private static final Duration FORGIVEN_AFTER = Duration.ofMinutes(10);

  private record Wait(Duration length, Instant end) {}

  private final Clock clock;
  private final Map<K, Wait> waits = new Recent<>(KEYS);

  /** Reads the time from {@code clock}. */
  public Backoff(Clock clock) {
    this.clock = clock;
  }

  /** Counts a failure. */
  public synchronized void fail(K key) {
    Instant now = clock.instant();
    Wait before = waits.get(key);
    boolean first = before == null || now.isAfter(before.end.plus(FORGIVEN_AFTER));
    Duration length = first ? FIRST : before.length.multipliedBy(2);
    Duration capped = length.compareTo(CAP) > 0 ? CAP : length;
    waits.put(key, new Wait(capped, now.plus(capped)));
  }

  /** How long there is still to wait, if at all. */
  public synchronized Optional<Duration> left(K key) {
    Wait wait = waits.get(key);
    Instant now = clock.instant();
    return wait == null || !now.isBefore(wait.end)
        ? Optional.empty()
        : Optional.of(Duration.between(now, wait.end));
  }
}
