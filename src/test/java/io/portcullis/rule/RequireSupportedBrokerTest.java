package io.portcullis.rule;

import static org.assertj.core.api.Assertions.assertThat;

import io.portcullis.release.KnownReleases;
import io.portcullis.testing.NobodysRights;
import io.portcullis.testing.SetClock;
import io.portcullis.testing.SomeFacts;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RequireSupportedBrokerTest {

  private static final LocalDate AS_OF = KnownReleases.bundled().asOf();

  private final SetClock clock = new SetClock(AS_OF.atStartOfDay(ZoneOffset.UTC).toInstant());
  private final RequireSupportedBroker rule =
      new RequireSupportedBroker(KnownReleases::bundled, clock);

  @Test
  void saysThatALineHasNoFixesAndTheWorstOfItsHoles() {
    assertThat(lines("6.1.8"))
        .containsExactly(
            "[require-supported-broker] ActiveMQ 6.1.8: line 6.1 gets no security fixes (as of"
                + " 2026-11-29); update ActiveMQ to 6.3.2 or a later release of line 6.3",
            "[require-supported-broker] ActiveMQ 6.1.8: 25 published holes are open in it (as of"
                + " 2026-11-29), the worst first: CVE-2026-59878 (denies service, before a login),"
                + " CVE-2026-39304 (denies service, before a login), CVE-2026-40046 (gives rights,"
                + " with a login), CVE-2025-66168 (gives rights, with a login), CVE-2026-53917"
                + " (denies service, with a login) and 20 more; update ActiveMQ to 6.3.2 or later;"
                + " portcullis advisories 6.1.8 says what each does and what stands in its way");
  }

  @Test
  void saysThatALineIsDeprecatedAndThatSecurityMdStillListsIt() {
    assertThat(lines("6.2.10"))
        .containsExactly(
            "[require-supported-broker] ActiveMQ 6.2.10: line 6.2 is deprecated (as of 2026-11-29):"
                + " pull request 2455 of August 2026 deprecates it in favour of 6.3, while"
                + " SECURITY.md of that month still lists it as supported; update ActiveMQ to 6.3.2"
                + " or a later release of line 6.3",
            "[require-supported-broker] ActiveMQ 6.2.10: 1 published hole is open in it (as of"
                + " 2026-11-29), the worst first: CVE-2026-74761 (gives rights, with a login);"
                + " update ActiveMQ to 6.3.2 or later; portcullis advisories 6.2.10 says what each"
                + " does and what stands in its way");
  }

  @ParameterizedTest
  @CsvSource({
    "5.10.0,         line-without-fixes known-holes, 5.19.11",
    "5.15.16,        line-without-fixes known-holes, 5.19.11",
    "5.18.3,         line-without-fixes known-holes, 5.19.11",
    "6.0.1,          line-without-fixes known-holes, 6.3.2",
    "6.2.7,          line-deprecated known-holes,    6.3.2",
    "5.19.5,         known-holes,                    5.19.11",
    "5.19.10,        known-holes,                    5.19.11",
    "6.3.0,          known-holes,                    6.3.2",
  })
  void judgesByLineAndMinimumRelease(String version, String codes, String update) {
    List<Violation> violations = rule.judge(process(version));

    assertThat(violations).extracting(Violation::code).containsExactly(codes.split(" "));
    assertThat(violations)
        .allSatisfy(each -> assertThat(each.remedy()).startsWith("update ActiveMQ to " + update));
    assertThat(notChecked(version)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"5.19.11", "5.19.12", "6.3.2", "6.3.3"})
  void aCurrentReleasePasses(String version) {
    assertThat(lines(version)).isEmpty();
    assertThat(notChecked(version)).isEmpty();
  }

  @ParameterizedTest(name = "{0}: {1}")
  @CsvSource(
      delimiter = '|',
      value = {
        "'' | ActiveMQ's version: its jar does not say it",
        "6.4.0 | ActiveMQ 6.4.0: line 6.4 is not known (as of 2026-11-29)",
        "6.1.0-SNAPSHOT | ActiveMQ 6.1.0-SNAPSHOT: not one of ActiveMQ's own releases",
        "6.3.2-SNAPSHOT | ActiveMQ 6.3.2-SNAPSHOT: not one of ActiveMQ's own releases",
        "6.4.0-SNAPSHOT | ActiveMQ 6.4.0-SNAPSHOT: not one of ActiveMQ's own releases",
        "5.20.0 | ActiveMQ 5.20.0: line 5.20 is not known (as of 2026-11-29)",
        "4.1.2 | ActiveMQ 4.1.2: line 4.1 is not known (as of 2026-11-29)",
        "6.3.4 | ActiveMQ 6.3.4: what it mends; 6.3.3 is the newest release of line 6.3 that is known (as of 2026-11-29)",
        "5.11.0.redhat-630516 | ActiveMQ 5.11.0.redhat-630516: not one of ActiveMQ's own releases",
        "6.1 | ActiveMQ 6.1: not one of ActiveMQ's own releases",
        "99999.1.1 | ActiveMQ 99999.1.1: not one of ActiveMQ's own releases",
      })
  void whatIsNotKnownIsSaid(String version, String said) {
    assertThat(lines(version)).isEmpty();
    assertThat(notChecked(version)).containsExactly(said);
  }

  @Test
  void dataOlderThanHalfAYearIsReportedAndRefusesNothing() {
    clock.set(AS_OF.plusMonths(6).atTime(23, 59).toInstant(ZoneOffset.UTC));
    assertThat(rule.foresee(broker())).isEmpty();

    clock.set(AS_OF.plusMonths(6).plusDays(1).atStartOfDay(ZoneOffset.UTC).toInstant());

    assertThat(rule.foresee(broker()))
        .extracting(Violation::line)
        .containsExactly(
            "[require-supported-broker] known releases: what this Portcullis knows of ActiveMQ's"
                + " releases is of 2026-11-29, so newer holes are missing; update Portcullis; until"
                + " then read https://activemq.apache.org/components/classic/security");
    assertThat(lines("6.3.3")).isEmpty();
  }

  private static BrokerFacts broker() {
    return SomeFacts.broker(
        new AuthenticationFacts(false, List.of(), KnownLogins.NONE),
        new NobodysRights(AuthorizationFacts.Source.NOT_ASKED));
  }

  private List<String> notChecked(String version) {
    return rule.notChecked(Postures.of(process(version)));
  }

  private List<String> lines(String version) {
    return rule.judge(process(version)).stream().map(Violation::line).toList();
  }

  private static ProcessFacts process(String version) {
    return new ProcessFacts(OptionalInt.of(1), version, List.of());
  }
}
