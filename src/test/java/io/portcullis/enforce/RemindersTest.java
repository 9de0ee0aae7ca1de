package io.portcullis.enforce;

import static org.assertj.core.api.Assertions.assertThat;

import io.portcullis.policy.Policy;
import io.portcullis.policy.Waiver;
import io.portcullis.policy.WaiverEntry;
import io.portcullis.policy.Waivers;
import io.portcullis.rule.Rule;
import io.portcullis.rule.Rules;
import io.portcullis.rule.Violation;
import java.lang.reflect.Method;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RemindersTest {

  private static final Duration DAY = Duration.ofDays(1);

  @ParameterizedTest(name = "{0}, matched {1}, after {2} hours: {3}")
  @CsvSource(
      delimiter = '|',
      nullValues = "-",
      value = {
        "2026-10-01T23:59:59Z | true  | 0  | -",
        "2026-10-02T00:00:00Z | true  | 0  | it ends on 2026-11-01, in 30 days",
        "2026-10-31T00:00:00Z | true  | 99 | it ends on 2026-11-01, in 1 day",
        "2026-10-31T00:00:01Z | true  | 99 | it ends on 2026-11-01, in 0 days",
        "2026-11-01T00:00:00Z | true  | 99 | it ended on 2026-11-01",
        "2027-11-01T00:00:00Z | false | 99 | it ended on 2026-11-01",
        "2026-09-01T00:00:00Z | false | 0  | -",
        "2026-09-01T00:00:00Z | false | 23 | -",
        "2026-09-01T00:00:00Z | false | 24 | it matches nothing",
        "2026-09-01T00:00:00Z | true  | 24 | -"
      })
  void ofAWaiverFromARuleThatJudgesClients(Instant now, boolean matched, int hours, String expected)
      throws Exception {
    Waivers waivers = waivers(new WaiverEntry("require-tls", "legacy", "x", "2026-11-01"));

    List<Violation> due = due(waivers, now, Duration.ofHours(hours), matched);

    assertThat(due)
        .extracting(Violation::found)
        .isEqualTo(expected == null ? List.of() : List.of(expected));
  }

  @Test
  void whatIsJudgedOnlyAtTheStartIsKnownAtTheStart() throws Exception {
    Waivers waivers = waivers(new WaiverEntry("protect-files", "/no", "x", "2027-11-01"));
    Instant now = Instant.parse("2026-09-01T00:00:00Z");

    assertThat(due(waivers, now, Duration.ZERO, false)).hasSize(1);
    assertThat(due(waivers, now, Duration.ZERO, true)).isEmpty();
  }

  @Test
  void saysWhatToDoUnderTheWaiversOwnRule() throws Exception {
    Waivers waivers =
        waivers(
            new WaiverEntry("require-tls", "legacy", "x", "2026-11-01"),
            new WaiverEntry("require-tls", "other", "x", "2026-12-01"),
            new WaiverEntry("refuse-root", "*", "x", "9999-12-31"));

    assertThat(due(waivers, Instant.parse("2026-11-02T00:00:00Z"), DAY, false))
        .extracting(Violation::line)
        .containsExactly(
            "[require-tls] waiver for \"legacy\": it ended on 2026-11-01; remove it, or renew it"
                + " with a new reason",
            "[require-tls] waiver for \"other\": it ends on 2026-12-01, in 29 days; fix what it"
                + " waives before that day, or renew it with a new reason",
            "[require-tls] waiver for \"other\": it matches nothing; correct its"
                + " subject, which may need its kind (KIND:NAME), or remove it",
            "[refuse-root] waiver for \"*\": it matches nothing; correct its subject,"
                + " which may need its kind (KIND:NAME), or remove it");
  }

  @Test
  void aRuleSaysItselfWhetherItJudgesClientsOrMessages() throws Exception {
    for (Rule rule : Rules.of(Policy.builder().build(Set.of())).all()) {
      boolean judgesLater =
          Arrays.stream(rule.getClass().getMethods())
              .filter(method -> !method.getDeclaringClass().isInterface() && !method.isBridge())
              .anyMatch(RemindersTest::isOfWhatComesLater);

      assertThat(rule.judgesLater()).as(rule.id()).isEqualTo(judgesLater);
    }
  }

  private static boolean isOfWhatComesLater(Method method) {
    return method.getName().equals("foresee")
        || (method.getName().equals("judge")
            && Set.of(
                    "PeerFacts",
                    "ConnectionFacts",
                    "LoginFacts",
                    "DuplexBridgeFacts",
                    "RightFacts",
                    "UseFacts",
                    "OriginFacts",
                    "SendFacts")
                .contains(method.getParameterTypes()[0].getSimpleName()));
  }

  private static Waivers waivers(WaiverEntry... entries) throws Exception {
    return Policy.builder().waivers(List.of(entries)).build(Rules.ids()).waivers();
  }

  private static List<Violation> due(
      Waivers waivers, Instant now, Duration running, boolean matched) throws Exception {
    return new Reminders(waivers, Rules.of(Policy.builder().build(Set.of())).all())
        .due(now, waiver -> running, matched ? Set.copyOf(waivers.all()) : Set.<Waiver>of());
  }
}
