package io.portcullis.enforce;

import io.portcullis.rule.Violation;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Says again each day what is to be said of waivers: at the start it was said when the broker was
 * judged.
 */
public final class WaiverWatch implements HourlyWatch.Look {

  private static final Duration DAY = Duration.ofDays(1);

  private final WaiverUse use;
  private final Enforcer enforcer;
  private final Clock clock;
  private final Map<Violation, Instant> said = new HashMap<>();

  /** Watches from now on. */
  public WaiverWatch(WaiverUse use, Enforcer enforcer, Clock clock) {
    this.use = use;
    this.enforcer = enforcer;
    this.clock = clock;
  }

  @Override
  public synchronized void begin() {
    Instant now = clock.instant();
    due().forEach(violation -> said.put(violation, now));
  }

  @Override
  public synchronized void look() {
    Instant now = clock.instant();
    List<Violation> due = due();
    said.keySet().retainAll(Set.copyOf(due));
    List<Violation> fresh =
        due.stream()
            .filter(violation -> isDayAgo(said.getOrDefault(violation, Instant.MIN), now))
            .toList();
    InTurn.each(
        fresh,
        violation -> {
          enforcer.remind(List.of(violation));
          said.put(violation, now);
        });
  }

  /** Where the clock was set back, nobody knows, and it is said again. */
  private static boolean isDayAgo(Instant then, Instant now) {
    return then.isAfter(now) || !now.isBefore(then.plus(DAY));
  }

  private List<Violation> due() {
    return enforcer.now().reminders(use);
  }
}
