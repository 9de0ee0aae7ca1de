package io.portcullis.rule;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RequireSupportedBrokerTest {

  private static final String UPDATE =
      "; update ActiveMQ to the newest release of line 5.19 or 6.2 or 6.3";

  private final RequireSupportedBroker rule = new RequireSupportedBroker();

  @Test
  void saysWhichLineHasNoFixesAndWhichHolesItHas() {
    assertThat(lines("6.1.8"))
        .containsExactly(
            "[require-supported-broker] ActiveMQ 6.1.8: line 6.1 gets no security fixes (as of"
                + " November 2026)"
                + UPDATE,
            "[require-supported-broker] ActiveMQ 6.1.8: others can run code in it by well-known"
                + " holes: CVE-2026-34197 (Jolokia, with a login), CVE-2026-40466 (Jolokia, with a"
                + " login)"
                + UPDATE);
  }

  @ParameterizedTest
  @CsvSource({
    "5.12.0,  CVE-2023-46604 CVE-2016-3088 CVE-2015-5254 CVE-2022-41678 CVE-2026-34197 CVE-2026-40466",
    "5.13.0,  CVE-2023-46604 CVE-2016-3088 CVE-2022-41678 CVE-2026-34197 CVE-2026-40466",
    "5.14.0,  CVE-2023-46604 CVE-2022-41678 CVE-2026-34197 CVE-2026-40466",
    "5.15.15, CVE-2023-46604 CVE-2022-41678 CVE-2026-34197 CVE-2026-40466",
    "5.15.16, CVE-2022-41678 CVE-2026-34197 CVE-2026-40466",
    "5.16.5,  CVE-2023-46604 CVE-2022-41678 CVE-2026-34197 CVE-2026-40466",
    "5.16.6,  CVE-2023-46604 CVE-2026-34197 CVE-2026-40466",
    "5.16.7,  CVE-2026-34197 CVE-2026-40466",
    "5.17.3,  CVE-2023-46604 CVE-2022-41678 CVE-2026-34197 CVE-2026-40466",
    "5.17.5,  CVE-2023-46604 CVE-2026-34197 CVE-2026-40466",
    "5.17.6,  CVE-2026-34197 CVE-2026-40466",
    "5.18.2,  CVE-2023-46604 CVE-2026-34197 CVE-2026-40466",
    "5.18.3,  CVE-2026-34197 CVE-2026-40466",
    "6.0.0,   CVE-2026-34197 CVE-2026-40466",
    "6.1.0-SNAPSHOT, CVE-2026-34197 CVE-2026-40466",
  })
  void aLineWithoutFixesIsReportedWithItsHoles(String version, String holes) {
    assertThat(lines(version)).hasSize(2);
    assertThat(lines(version).get(0)).contains("gets no security fixes");
    assertThat(lines(version).get(1).replaceAll(" \\([^)]*\\)", "").replace(",", ""))
        .endsWith("holes: " + holes + UPDATE);
  }

  @ParameterizedTest
  @CsvSource({
    "5.19.3, CVE-2026-34197 CVE-2026-40466",
    "5.19.4, CVE-2026-40466",
    "5.19.5, CVE-2026-40466",
    "6.2.2,  CVE-2026-34197 CVE-2026-40466",
    "6.2.3,  CVE-2026-40466",
    "6.2.4,  CVE-2026-40466",
  })
  void anOldReleaseOfALineWithFixesIsReportedForItsHoles(String version, String holes) {
    assertThat(lines(version)).hasSize(1);
    assertThat(lines(version).get(0).replaceAll(" \\([^)]*\\)", "").replace(",", ""))
        .endsWith("holes: " + holes + UPDATE);
  }

  @ParameterizedTest
  @ValueSource(strings = {"5.19.6", "5.19.9", "6.2.5", "6.2.8", "6.3.0", "6.3.1"})
  void aCurrentReleasePasses(String version) {
    assertThat(lines(version)).isEmpty();
    assertThat(notChecked(version)).isEmpty();
  }

  @ParameterizedTest(name = "{0}: {1}")
  @CsvSource(
      delimiter = '|',
      value = {
        "'' | ActiveMQ's version: its jar does not say it",
        "6.4.0 | ActiveMQ 6.4.0: newer than the lines known in November 2026",
        "7.0.0 | ActiveMQ 7.0.0: newer than the lines known in November 2026",
        "5.11.0.redhat-630516 | ActiveMQ 5.11.0.redhat-630516: not one of ActiveMQ's own versions",
        "6.1 | ActiveMQ 6.1: not one of ActiveMQ's own versions",
        "99999.1.1 | ActiveMQ 99999.1.1: not one of ActiveMQ's own versions",
      })
  void whatTheTableDoesNotKnowIsSaid(String version, String said) {
    assertThat(lines(version)).isEmpty();
    assertThat(notChecked(version)).containsExactly(said);
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
