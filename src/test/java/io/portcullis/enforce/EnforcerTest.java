package io.portcullis.enforce;

import static io.portcullis.testing.WaivedLegacy.CLIENT;
import static io.portcullis.testing.WaivedLegacy.END;
import static io.portcullis.testing.WaivedLegacy.violation;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.portcullis.policy.Policy;
import io.portcullis.policy.PolicyBuilder;
import io.portcullis.policy.Resource.Kind;
import io.portcullis.policy.WaiverEntry;
import io.portcullis.rule.Named;
import io.portcullis.rule.Rules;
import io.portcullis.rule.Violation;
import io.portcullis.testing.AuditLines;
import io.portcullis.testing.SetClock;
import io.portcullis.testing.WaivedLegacy;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What becomes of violations, with waivers and as time passes. */
class EnforcerTest {

  private final SetClock clock = new SetClock(END.minus(Duration.ofDays(31)));
  @AutoClose private final AuditLines audit = AuditLines.capture();
  private final Counters tally = new Counters();
  private final Senders senders = new Senders(clock);
  private final WaiverUse use = new WaiverUse(clock);

  @ParameterizedTest(name = "{0} of {1} in {2}, {3}: {4}")
  @CsvSource({
    "require-tls,      legacy, ENFORCE,     before, waived",
    "require-tls,      legacy, REPORT_ONLY, before, waived",
    "require-tls,      other,  ENFORCE,     before, refused",
    "require-tls,      other,  REPORT_ONLY, before, reported",
    "require-tls,      legacy, ENFORCE,     at,     refused",
    "require-tls,      legacy, REPORT_ONLY, at,     reported",
    "narrow-serialization, legacy, ENFORCE, before, reported"
  })
  void becomesOfAViolation(
      String rule, String subject, String mode, String when, String disposition) throws Exception {
    Enforcer enforcer = enforcer(Policy.builder().mode(mode));
    clock.set(when.equals("at") ? END : END.minusNanos(1));

    List<Violation> refused =
        enforcer.enforce(Moment.SEND, CLIENT, List.of(violation(rule, subject)));

    assertThat(refused.isEmpty()).isEqualTo(!disposition.equals("refused"));
    assertThat(audit.lines())
        .singleElement()
        .asString()
        .contains("\"disposition\":\"%s\"".formatted(disposition));
    assertThat(List.of(tally.refused(), tally.reported(), tally.waived()))
        .isEqualTo(
            List.of(
                disposition.equals("refused") ? 1L : 0L,
                disposition.equals("reported") ? 1L : 0L,
                disposition.equals("waived") ? 1L : 0L));
    assertThat(senders.all()).hasSize(1);
    assertThat(use.all().get(0).matched()).isEqualTo(disposition.equals("waived") ? 1 : 0);
  }

  @Test
  void whatIsForeseenIsWaivedToo() throws Exception {
    Enforcer enforcer = enforcer(Policy.builder());

    enforcer.report(Moment.START, CLIENT, List.of(violation("require-tls", "legacy")));

    assertThat(tally.waived()).isEqualTo(1);
    assertThat(tally.reported()).isZero();
  }

  @Test
  void noWaiverSilencesWhatIsSaidOfItOrHelpsWhereTheCallerRefusesAnyway() throws Exception {
    Enforcer enforcer = enforcer(Policy.builder());

    enforcer.remind(List.of(violation("require-tls", "legacy")));
    enforcer.refuse(Moment.CONNECTION, CLIENT, violation("require-tls", "legacy"));

    assertThat(List.of(tally.reported(), tally.refused(), tally.waived()))
        .containsExactly(1L, 1L, 0L);
    assertThat(use.matched()).isEmpty();
  }

  @Test
  void whatIsDecidedAlreadyIsCountedAndWrittenDownAsItWas() throws Exception {
    Enforcer enforcer = enforcer(Policy.builder());
    Violation violation = violation("require-tls", "other");

    enforcer.note(
        Moment.START,
        Subject.BROKER,
        List.of(
            new Finding(violation, Disposition.REPORTED),
            new Finding(
                violation, Disposition.WAIVED, Set.copyOf(enforcer.now().policy().waivers().all())),
            new Finding(violation, Disposition.REFUSED)));

    assertThat(List.of(tally.refused(), tally.reported(), tally.waived()))
        .containsExactly(1L, 1L, 1L);
    assertThat(use.all().get(0).matched()).isEqualTo(1);
    assertThat(audit.lines()).hasSize(3);
    assertThat(senders.all()).as("nothing was sent").isEmpty();
  }

  @Test
  void everyRuleIsAskedAndWhatItFindsIsRefusedOrReported() throws Exception {
    Enforcer enforcer = enforcer(Policy.builder());

    List<Violation> refused =
        enforcer.judge(
            Moment.CONNECTION,
            CLIENT,
            Named.of(Kind.CONNECTOR, "anything"),
            rule -> List.of(violation(rule.id(), "anything")));

    assertThat(tally.refused()).isEqualTo(refused.size());
    assertThat(tally.refused() + tally.reported()).isEqualTo(Rules.ids().size());
    assertThat(refused)
        .extracting(Violation::rule)
        .contains("require-tls")
        .doesNotContain("refuse-root");
  }

  @Test
  void anotherPolicyHoldsFromThenOnAndItsWaiversAreFollowed() throws Exception {
    Enforcer enforcer = enforcer(Policy.builder());
    enforcer.enforce(Moment.SEND, CLIENT, List.of(violation("require-tls", "legacy")));
    clock.pass(Duration.ofHours(1));
    ActivePolicy next =
        ActivePolicy.of(
            Policy.builder()
                .enforce("refuse-root")
                .waivers(
                    List.of(
                        new WaiverEntry("refuse-root", "process", "a container", "2026-12-01"),
                        new WaiverEntry("require-tls", "legacy", "old printer", "2026-11-01")))
                .build(Rules.ids()),
            clock);
    assertThat(enforcer.enforces("refuse-root")).isFalse();

    enforcer.adopt(next);

    assertThat(enforcer.now()).isSameAs(next);
    assertThat(enforcer.enforces("refuse-root")).isTrue();
    assertThat(enforcer.enforce(Moment.START, CLIENT, List.of(violation("refuse-root", "x"))))
        .hasSize(1);
    assertThat(use.all())
        .extracting(WaiverUse.Used::state, WaiverUse.Used::matched)
        .containsExactly(tuple(WaiverState.ACTIVE, 0L), tuple(WaiverState.ACTIVE, 1L));
    assertThat(use.all().get(1).lastMatched()).hasValue(clock.instant().minusSeconds(3_600));
    assertThat(use.since(next.policy().waivers().all().get(0))).isEqualTo(clock.instant());
    assertThat(use.since(next.policy().waivers().all().get(1)))
        .isEqualTo(clock.instant().minusSeconds(3_600));
  }

  private Enforcer enforcer(PolicyBuilder builder) throws Exception {
    return WaivedLegacy.enforcer(builder, clock, use, tally, senders);
  }
}
