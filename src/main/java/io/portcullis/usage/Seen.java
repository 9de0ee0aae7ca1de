package io.portcullis.usage;

import java.time.Instant;

/**
 * When something was seen.
 *
 * @param first the first time
 * @param last the last time, not before the first
 * @param minutes in how many different minutes, at least 1
 */
public record Seen(Instant first, Instant last, long minutes) {

  private static final long SECONDS = 60;

  /**
   * Checks the order.
   *
   * @throws IllegalArgumentException if the last time is before the first, or there is no minute
   */
  public Seen {
    if (last.isBefore(first) || minutes < 1) {
      throw new IllegalArgumentException(
          "seen from %s to %s in %d minutes".formatted(first, last, minutes));
    }
  }

  /** Seen once. */
  static Seen at(Instant now) {
    return new Seen(now, now, 1);
  }

  /** The same, seen once more. If the clock was set back, the last time stays. */
  Seen again(Instant now) {
    return now.isAfter(last)
        ? new Seen(first, now, minutes + (minute(now) == minute(last) ? 0 : 1))
        : this;
  }

  /** Both together. Minutes in which both were seen may count twice. */
  public Seen and(Seen other) {
    return new Seen(
        first.isBefore(other.first) ? first : other.first,
        last.isAfter(other.last) ? last : other.last,
        minutes + other.minutes);
  }

  private static long minute(Instant time) {
    return Math.floorDiv(time.getEpochSecond(), SECONDS);
  }
}
