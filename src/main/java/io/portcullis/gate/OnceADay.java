package io.portcullis.gate;

import io.portcullis.rule.Violation;
import io.portcullis.rule.ViolationKey;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Lets each violation be reported once a day. The number of remaining days in the text does not
 * make it another violation. Not thread-safe.
 */
final class OnceADay {

  private static final Duration DAY = Duration.ofDays(1);

  private final Map<ViolationKey, Instant> said = new HashMap<>();

  /** Selects those of {@code present} that were not reported in the last day. */
  public List<Violation> due(List<Violation> present, Instant now) {
    said.values().removeIf(then -> isDayAgo(then, now));
    return present.stream().filter(violation -> !said.containsKey(violation.key())).toList();
  }

  /** Marks violations as reported. */
  public void said(List<Violation> violations, Instant now) {
    violations.forEach(violation -> said.put(violation.key(), now));
  }

  /**
   * Tells whether a day has passed. If the clock was set back, it is unknown, and the violation is
   * reported again.
   */
  private static boolean isDayAgo(Instant then, Instant now) {
    return then.isAfter(now) || !now.isBefore(then.plus(DAY));
  }
}
