package io.portcullis.enforce;

import io.portcullis.policy.Waiver;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;

/** Whether a waiver is active, about to end, or ended. */
public enum WaiverState {
  /** It does. */
  ACTIVE,
  /** It does, and ends within 30 days. */
  ENDING,
  /** It does not any more. */
  ENDED;

  private static final Duration WARNING = Duration.ofDays(30);

  static WaiverState of(Waiver waiver, Instant now) {
    if (waiver.hasEnded(now)) {
      return ENDED;
    }
    return waiver.end().isAfter(now.plus(WARNING)) ? ACTIVE : ENDING;
  }

  /** The word in JMX. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
