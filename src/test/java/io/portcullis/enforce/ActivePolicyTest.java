package io.portcullis.enforce;

import static org.assertj.core.api.Assertions.assertThat;

import io.portcullis.policy.BodyEntry;
import io.portcullis.policy.DestinationName;
import io.portcullis.policy.Policy;
import io.portcullis.policy.PolicyBuilder;
import io.portcullis.policy.Resource;
import io.portcullis.policy.Resource.Kind;
import io.portcullis.policy.Waiver;
import io.portcullis.policy.WaiverEntry;
import io.portcullis.rule.AuthenticationFacts;
import io.portcullis.rule.BrokerFacts;
import io.portcullis.rule.Fault;
import io.portcullis.rule.Judgement;
import io.portcullis.rule.KnownLogins;
import io.portcullis.rule.Named;
import io.portcullis.rule.Rules;
import io.portcullis.rule.Violation;
import io.portcullis.testing.NobodysRights;
import io.portcullis.testing.SetClock;
import io.portcullis.testing.SomeFacts;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ActivePolicyTest {

  private static final Instant END = Instant.parse("2026-11-01T00:00:00Z");
  private static final Duration LONG = Duration.ofDays(90);

  private final SetClock clock = new SetClock(END.minus(LONG));

  @ParameterizedTest(name = "{0} in {1}, reportOnly {2}, enforce {3}: {4}")
  @CsvSource({
    "require-tls, ENFORCE,     '',          '',          true",
    "require-tls, REPORT_ONLY, '',          '',          false",
    "require-tls, ENFORCE,     require-tls, '',          false",
    "require-tls, ENFORCE,     refuse-root, '',          true",
    "require-tls, REPORT_ONLY, '',          require-tls, true",
    "require-tls, REPORT_ONLY, '',          refuse-root, false",
    "refuse-root, ENFORCE,     '',          '',          false",
    "refuse-root, ENFORCE,     '',          refuse-root, true",
    "refuse-root, REPORT_ONLY, '',          refuse-root, true",
    "require-tsl, ENFORCE,     '',          '',          false"
  })
  void theModeTheListsAndTheRuleSayWhatIsEnforced(
      String rule, String mode, String reportOnly, String enforce, boolean enforced)
      throws Exception {
    ActivePolicy active =
        active(Policy.builder().mode(mode).reportOnly(reportOnly).enforce(enforce));

    assertThat(active.enforces(rule)).isEqualTo(enforced);
    assertThat(active.on(violation(rule, "x")).disposition())
        .isEqualTo(enforced ? Disposition.REFUSED : Disposition.REPORTED);
    assertThat(active.onReported(violation(rule, "x")).disposition())
        .isEqualTo(Disposition.REPORTED);
  }

  @Test
  void someRulesAreDecidedByAnotherAndTheRestIsKept() throws Exception {
    ActivePolicy first = active(Policy.builder().reportOnly("require-tls").enforce("refuse-root"));
    ActivePolicy next =
        active(
            Policy.builder()
                .reportOnly("require-authorization")
                .bodies(List.of(new BodyEntry(Map.of("queue", "A", "body", "ANY")))));

    ActivePolicy mixed = next.deciding(List.of("require-authorization", "refuse-root"), first);

    assertThat(mixed.enforces("require-authorization")).as("as the first has it").isTrue();
    assertThat(mixed.enforces("refuse-root")).as("as the first has it").isTrue();
    assertThat(mixed.enforces("require-tls")).as("as the next has it").isTrue();
    assertThat(mixed.enforces("protect-files")).as("as both have it").isFalse();
    assertThat(mixed.policy()).isSameAs(next.policy());
    assertThat(mixed.policy().bodies().of(DestinationName.queue("A")).encrypted()).isFalse();
    assertThat(mixed.rules()).isSameAs(next.rules());
    assertThat(first.deciding(List.of("refuse-root"), next).enforces("refuse-root")).isFalse();
  }

  @Test
  void whatWasFoundIsDecidedAndWhatIsForeseenIsReported() throws Exception {
    ActivePolicy active = active(waiving("require-tls", "legacy"));
    Violation found = violation("require-tls", "other");
    Violation waived = violation("require-tls", "legacy");
    Violation foreseen = violation("require-tls", "next");
    BrokerFacts broker =
        SomeFacts.broker(
            new AuthenticationFacts(true, List.of(), KnownLogins.NONE), new NobodysRights());

    List<Finding> findings =
        active.findings(
            new Judgement(broker, List.of(found, waived), List.of(foreseen), List.of(), List.of()));

    Waiver waiver = active.policy().waivers().all().get(0);
    assertThat(findings)
        .containsExactly(
            new Finding(found, Disposition.REFUSED),
            new Finding(waived, Disposition.WAIVED, Set.of(waiver)),
            new Finding(foreseen, Disposition.REPORTED));
  }

  @Test
  void aWaiverIsForARuleEvenAfterItsEndAndForASubjectUntilThen() throws Exception {
    ActivePolicy active = active(waiving("require-tls", "legacy"));

    assertThat(active.waives("require-tls")).isTrue();
    assertThat(active.waives("refuse-root")).isFalse();
    assertThat(active.waives("refuse-root", Resource.connector("legacy"))).isFalse();
    assertThat(active.waives("require-tls", Resource.connector("other"))).isFalse();
    assertThat(active.waives("require-tls", Resource.connector("legacy"))).isTrue();
    clock.set(END);

    assertThat(active.waives("require-tls", Resource.connector("legacy"))).isFalse();
    assertThat(active.waives("require-tls")).isTrue();
  }

  @Test
  void aWaiverThatNothingMatchedForADayIsSaidToBeGoodForNothing() throws Exception {
    ActivePolicy active = active(waiving("require-tls", "legacy"));
    WaiverUse use = new WaiverUse(clock);
    use.follow(active.policy().waivers());

    clock.pass(Duration.ofDays(1).minusNanos(1));
    assertThat(active.reminders(use)).isEmpty();
    clock.pass(Duration.ofNanos(1));
    assertThat(active.reminders(use))
        .extracting(Violation::found)
        .containsExactly("it matches nothing");
    use.count(Set.copyOf(active.policy().waivers().all()));

    assertThat(active.reminders(use)).isEmpty();
  }

  private static PolicyBuilder waiving(String rule, String subject) {
    return Policy.builder()
        .waivers(List.of(new WaiverEntry(rule, subject, "old printer", "2026-11-01")));
  }

  private ActivePolicy active(PolicyBuilder builder) throws Exception {
    return ActivePolicy.of(builder.build(Rules.ids()), clock);
  }

  private static Violation violation(String rule, String subject) {
    return Violation.of(
        rule, Named.of(Kind.CONNECTOR, subject), new Fault("code", "found", "remedy"));
  }
}
