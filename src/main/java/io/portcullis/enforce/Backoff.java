package io.portcullis.enforce;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * Decides who must wait before the next attempt. Each failure doubles the wait, up to a maximum. A
 * time without failures ends it. The number of keys is bounded. When it is full, the source with
 * most keys loses its least recent one.
 *
 * <p>If the clock is set back, a wait starts again. So nobody waits until the clock reaches its
 * former time.
 *
 * @param <K> identifies who waits
 */
public final class Backoff<K> {

  private static final int KEYS = 10_000;
  private static final Duration FIRST = Duration.ofMillis(250);
  private static final Duration CAP = Duration.ofSeconds(30);
  private static final Duration FORGIVEN_AFTER = Duration.ofMinutes(10);

  /** The current wait of one key. */
  private record Wait(Duration length, long failures, Instant last, Instant end) {
    Wait notLaterThan(Instant now) {
      return last.isAfter(now) ? new Wait(length, failures, now, now.plus(length)) : this;
    }
  }

  /**
   * A key with recent failures.
   *
   * @param key the key
   * @param failures the number of failures in a row
   * @param last the time of the last failure
   * @param end when the wait ends or ended
   */
  public record Waiting<K>(K key, long failures, Instant last, Instant end) {}

  private final InstantSource clock;
  private final Duration cap;
  private final FairLruMap<K, Wait> waits;

  /** Waits at most half a minute. Each key is a source of its own. */
  public Backoff(Clock clock) {
    this(clock, CAP, key -> key);
  }

  /** Waits at most half a minute. */
  public Backoff(Clock clock, Function<K, ?> sourceOf) {
    this(clock, CAP, sourceOf);
  }

  /**
   * Waits by the JVM's own timer, so that a change of the clock makes nobody wait longer.
   *
   * @param cap the longest wait
   * @param sourceOf the source of a key
   */
  public Backoff(Duration cap, Function<K, ?> sourceOf) {
    this(steady(), cap, sourceOf);
  }

  private static InstantSource steady() {
    long start = System.nanoTime();
    return () -> Instant.EPOCH.plusNanos(System.nanoTime() - start);
  }

  /**
   * @param clock the clock
   * @param cap the longest wait
   * @param sourceOf the source of a key; it may have many keys, but does not displace those of
   *     others
   */
  public Backoff(InstantSource clock, Duration cap, Function<K, ?> sourceOf) {
    this.clock = clock;
    this.cap = cap;
    this.waits = new FairLruMap<>(KEYS, sourceOf);
  }

  /**
   * Counts a failure.
   *
   * @return the number of failures in a row
   */
  public synchronized long fail(K key) {
    Instant now = clock.instant();
    return waits.compute(
            key, (same, before) -> longer(before == null ? null : before.notLaterThan(now), now))
        .failures;
  }

  private Wait longer(Wait before, Instant now) {
    boolean first = before == null || isForgiven(before, now);
    Duration length = first ? FIRST : before.length.multipliedBy(2);
    Duration capped = length.compareTo(cap) > 0 ? cap : length;
    return new Wait(capped, first ? 1 : before.failures + 1, now, now.plus(capped));
  }

  /** Returns the wait of a key, if it has one. */
  private Wait known(K key, Instant now) {
    return waits.compute(key, (same, wait) -> wait == null ? null : wait.notLaterThan(now));
  }

  private static boolean isForgiven(Wait wait, Instant now) {
    return now.isAfter(wait.end.plus(FORGIVEN_AFTER));
  }

  /** Forgets earlier failures. */
  public synchronized void forgive(K key) {
    waits.compute(key, (same, wait) -> null);
  }

  /** Returns the rest of the wait, if there is one. */
  public synchronized Optional<Duration> left(K key) {
    Instant now = clock.instant();
    Wait wait = known(key, now);
    return wait == null || !now.isBefore(wait.end)
        ? Optional.empty()
        : Optional.of(Duration.between(now, wait.end));
  }

  /** Returns all keys with recent failures, in no particular order. */
  public synchronized List<Waiting<K>> all() {
    Instant now = clock.instant();
    return waits.entries().stream()
        .map(entry -> Map.entry(entry.getKey(), entry.getValue().notLaterThan(now)))
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
