package io.portcullis.enforce;

import io.portcullis.policy.Waiver;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;

/** Whether a waiver is active, about to end, or ended. */
public enum WaiverState {
  /** It covers violations. */
  ACTIVE,
  /** It covers violations, and ends within 30 days. */
  ENDING,
  /** It covers none any more. */
  ENDED;

  private static final Duration WARNING = Duration.ofDays(30);

  static WaiverState of(Waiver waiver, Instant now) {
    if (waiver.hasEnded(now)) {
      return ENDED;
    }
    return waiver.end().isAfter(now.plus(WARNING)) ? ACTIVE : ENDING;
  }

  /** Returns the word in JMX. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
