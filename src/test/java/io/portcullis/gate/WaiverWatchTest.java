package io.portcullis.gate;

import static io.portcullis.testing.WaivedLegacy.CLIENT;
import static io.portcullis.testing.WaivedLegacy.END;
import static io.portcullis.testing.WaivedLegacy.violation;
import static org.assertj.core.api.Assertions.assertThat;

import io.portcullis.enforce.Counters;
import io.portcullis.enforce.Enforcer;
import io.portcullis.enforce.Moment;
import io.portcullis.enforce.Senders;
import io.portcullis.enforce.WaiverUse;
import io.portcullis.policy.Policy;
import io.portcullis.policy.PolicyBuilder;
import io.portcullis.testing.AuditLines;
import io.portcullis.testing.SetClock;
import io.portcullis.testing.WaivedLegacy;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** What is said of waivers as time passes. */
class WaiverWatchTest {

  private final SetClock clock = new SetClock(END.minus(Duration.ofDays(31)));
  @AutoClose private final AuditLines audit = AuditLines.capture();
  private final Counters tally = new Counters();
  private final Senders senders = new Senders(clock);
  private final WaiverUse use = new WaiverUse(clock);

  @Test
  void whatIsToBeSaidOfAWaiverIsSaidOnceADay() throws Exception {
    PolicyBuilder builder = Policy.builder();
    Enforcer enforcer = enforcer(builder);
    WaiverWatch watch = new WaiverWatch(use, enforcer, clock);
    watch.begin();
    enforcer.enforce(Moment.START, CLIENT, List.of(violation("require-tls", "legacy")));
    int before = audit.lines().size();

    for (int hour = 0; hour < 33 * 24; hour++) {
      watch.look();
      clock.pass(Duration.ofHours(1));
    }

    List<String> found = audit.found().subList(before, audit.lines().size());
    assertThat(found)
        .hasSize(32)
        .startsWith(
            "waiver for \"legacy\": it ends on 2026-11-01, in 30 days",
            "waiver for \"legacy\": it ends on 2026-11-01, in 29 days")
        .endsWith(
            "waiver for \"legacy\": it ends on 2026-11-01, in 1 day",
            "waiver for \"legacy\": it ended on 2026-11-01",
            "waiver for \"legacy\": it ended on 2026-11-01");
  }

  @Test
  void whatWasSaidWhenTheBrokerWasJudgedIsNotSaidAgainOnThatDay() throws Exception {
    PolicyBuilder builder = Policy.builder();
    Enforcer enforcer = enforcer(builder);
    clock.set(END);
    WaiverWatch watch = new WaiverWatch(use, enforcer, clock);

    watch.begin();
    watch.look();
    clock.pass(Duration.ofHours(23));
    watch.look();
    assertThat(audit.lines()).isEmpty();

    clock.pass(Duration.ofHours(1));
    watch.look();
    assertThat(audit.found()).containsExactly("waiver for \"legacy\": it ended on 2026-11-01");
  }

  @Test
  void whenTheClockIsSetBackItIsSaidAgainAndNotLeftOutUntilTheClockIsWhereItWas() throws Exception {
    Enforcer enforcer = enforcer(Policy.builder());
    clock.set(END.plus(Duration.ofDays(10)));
    WaiverWatch watch = new WaiverWatch(use, enforcer, clock);
    watch.begin();
    clock.set(END.plus(Duration.ofDays(1)));

    watch.look();
    watch.look();

    assertThat(audit.found()).containsExactly("waiver for \"legacy\": it ended on 2026-11-01");
  }

  private Enforcer enforcer(PolicyBuilder builder) throws Exception {
    return WaivedLegacy.enforcer(builder, clock, use, tally, senders);
  }
}
