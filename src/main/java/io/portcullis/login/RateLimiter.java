package io.portcullis.login;

import io.portcullis.enforce.LruMap;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/**
 * How often something may happen: so many times at once, and from then on once in a while. Each
 * time uses up one, and each while gives one back. Remembers a bounded number of keys, the least
 * recent forgotten first.
 *
 * <p>The <a href="https://en.wikipedia.org/wiki/Generic_cell_rate_algorithm">generic cell rate
 * algorithm</a>: one instant for each key says when all will have been given back. Where the clock
 * is set back, that is as far away as when it was used last.
 *
 * @param <K> of whom it is
 */
final class RateLimiter<K> {

  private static final int KEYS = 10_000;

  private record Use(Instant last, Instant whole) {
    Use notLaterThan(Instant now) {
      return last.isAfter(now) ? new Use(now, now.plus(Duration.between(last, whole))) : this;
    }
  }

  private final Clock clock;
  private final Duration each;
  private final Duration all;
  private final Map<K, Use> uses = new LruMap<>(KEYS);

  /** Allows it {@code atOnce} times, and once more after {@code each} time that passes. */
  public RateLimiter(Clock clock, int atOnce, Duration each) {
    this.clock = clock;
    this.each = each;
    this.all = each.multipliedBy(atOnce);
  }

  /** Uses up one. */
  public synchronized void use(K key) {
    Instant now = clock.instant();
    Instant before = whole(key, now);
    Instant most = now.plus(all).plus(all);
    Instant after = (before.isBefore(now) ? now : before).plus(each);
    uses.put(key, new Use(now, after.isAfter(most) ? most : after));
  }

  /** How long there is still to wait for one, if at all. */
  public synchronized Optional<Duration> left(K key) {
    Instant now = clock.instant();
    Instant free = whole(key, now).minus(all).plus(each);
    return free.isAfter(now) ? Optional.of(Duration.between(now, free)) : Optional.empty();
  }

  /** When all will have been given back; now, if nothing was used. */
  private Instant whole(K key, Instant now) {
    Use use = uses.computeIfPresent(key, (same, last) -> last.notLaterThan(now));
    return use == null ? now : use.whole;
  }
}
