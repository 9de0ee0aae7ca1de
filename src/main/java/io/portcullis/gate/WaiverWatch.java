package io.portcullis.gate;

import io.portcullis.enforce.Enforcer;
import io.portcullis.enforce.IndependentSteps;
import io.portcullis.enforce.WaiverUse;
import io.portcullis.rule.Violation;
import java.time.Clock;
import java.time.Instant;
import java.util.List;

/**
 * Reports each day what is due about waivers. At the start, the judgement of the broker reports it.
 */
final class WaiverWatch implements HourlyWatch.Look {

  private final WaiverUse use;
  private final Enforcer enforcer;
  private final Clock clock;
  private final OnceADay said = new OnceADay();

  /** Starts to watch. */
  public WaiverWatch(WaiverUse use, Enforcer enforcer, Clock clock) {
    this.use = use;
    this.enforcer = enforcer;
    this.clock = clock;
  }

  @Override
  public synchronized void begin() {
    said.said(due(), clock.instant());
  }

  @Override
  public synchronized void look() {
    Instant now = clock.instant();
    IndependentSteps.each(
        said.due(due(), now),
        violation -> {
          enforcer.remind(List.of(violation));
          said.said(List.of(violation), now);
        });
  }

  private List<Violation> due() {
    return enforcer.now().reminders(use);
  }
}
