package io.portcullis.gate;

import static org.assertj.core.api.Assertions.assertThat;

import io.portcullis.enforce.ActivePolicy;
import io.portcullis.enforce.AuditLog;
import io.portcullis.enforce.Counters;
import io.portcullis.enforce.Enforcer;
import io.portcullis.enforce.Moment;
import io.portcullis.enforce.Senders;
import io.portcullis.enforce.Subject;
import io.portcullis.enforce.WaiverUse;
import io.portcullis.policy.Policy;
import io.portcullis.policy.PolicyBuilder;
import io.portcullis.policy.Resource.Kind;
import io.portcullis.policy.WaiverEntry;
import io.portcullis.rule.Fault;
import io.portcullis.rule.Named;
import io.portcullis.rule.Rules;
import io.portcullis.rule.Violation;
import io.portcullis.testing.AuditLines;
import io.portcullis.testing.SetClock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What is said of waivers as time passes. */
class WaiverWatchTest {

  private static final Instant END = Instant.parse("2026-11-01T00:00:00Z");
  private static final Subject CLIENT = new Subject("legacy", "", "u", "c", "amqp", "queue://A");

  private final SetClock clock = new SetClock(END.minus(Duration.ofDays(31)));
  private final AuditLines audit = AuditLines.capture();
  private final Counters tally = new Counters();
  private final Senders senders = new Senders(clock);
  private WaiverUse use;

  @AfterEach
  void close() {
    audit.close();
  }

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
    Policy policy =
        builder
            .waivers(List.of(new WaiverEntry("require-tls", "legacy", "old printer", "2026-11-01")))
            .build(Rules.ids());
    use = new WaiverUse(clock);
    return new Enforcer(ActivePolicy.of(policy, clock), use, new AuditLog(clock), tally, senders);
  }

  private static Violation violation(String rule, String subject) {
    return Violation.of(
        rule, Named.of(Kind.CONNECTOR, subject), new Fault("code", "found", "remedy"));
  }
}
