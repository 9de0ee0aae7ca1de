package io.portcullis.release;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.portcullis.release.KnownReleases.Dated;
import io.portcullis.release.ReleaseLine.State;
import io.portcullis.release.Vulnerability.Guard;
import io.portcullis.release.Vulnerability.Range;
import io.portcullis.rule.Rules;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The data file against itself, against verdicts that were read by hand, and against the tests. */
class KnownReleasesTest {

  private static final Path DATA =
      Path.of("src/main/resources/io/portcullis/release/releases.json");
  private static final Path VERDICTS =
      Path.of("src/test/resources/io/portcullis/release/verdicts.txt");
  private static final Release FIRST = release("5.15.0");

  private static final KnownReleases KNOWN = KnownReleases.bundled();

  private static Release release(String text) {
    return Release.of(text).orElseThrow();
  }

  private static List<String> open(String release) {
    return KNOWN.openIn(release(release)).stream().map(Vulnerability::id).sorted().toList();
  }

  /** Whoever changes a range sees here which releases it changes. */
  @Test
  void everyReleaseFrom5_15HasTheVerdictThatWasReviewed() throws Exception {
    List<String> verdicts =
        KNOWN.releases().stream()
            .map(Dated::release)
            .filter(release -> release.compareTo(FIRST) >= 0)
            .map(KnownReleasesTest::verdict)
            .toList();

    assertThat(verdicts).containsExactlyElementsOf(Files.readAllLines(VERDICTS));
  }

  private static String verdict(Release release) {
    List<String> open = open(release.toString());
    return "%s %s %d%s"
        .formatted(
            release,
            KNOWN.lineOf(release).orElseThrow().state().name().toLowerCase(Locale.ROOT),
            open.size(),
            open.stream()
                .map(id -> " " + id.substring("CVE-".length()))
                .reduce("", String::concat));
  }

  /** Read in ActiveMQ's advisories, release by release, and not in the data. */
  @ParameterizedTest(name = "{0}")
  @CsvSource(
      nullValues = "-",
      value = {
        "5.15.2,  2017-15709 2018-8006 2019-0222 2020-13920, 2020-11998",
        "5.15.3,  2018-11775,                                2017-15709",
        "5.15.6,  2019-0222,                                 2018-8006 2018-11775",
        "5.15.9,  2020-1941,                                 2019-0222",
        "5.15.12, 2020-11998,                                2020-13920 2020-1941",
        "5.15.13, 2020-13947,                                2020-11998",
        "5.15.14, 2023-46604 2022-41678,                     2020-13947 2021-26117",
        "5.15.16, 2022-41678 2025-27533,                     2023-46604",
        "5.16.0,  2020-13947 2021-26117,                     2020-11998",
        "5.16.6,  2023-46604,                                2022-41678",
        "5.16.8,  2026-34197,                                2023-46604 2025-27533",
        "5.17.3,  2022-41678,                                2020-13947",
        "5.17.7,  2026-34197,                                2025-27533",
        "5.18.2,  2023-46604,                                2022-41678",
        "5.18.3,  2025-27533,                                2023-46604 2024-32114",
        "5.18.7,  2026-34197,                                2025-27533",
        "5.19.0,  2025-66168,                                2025-27533",
        "5.19.2,  2026-33227,                                2025-66168 2026-40046",
        "5.19.4,  2026-39304 2026-40466,                     2026-34197 2026-33227",
        "5.19.6,  2026-49270 2026-42588,                     2026-41044 2026-50750",
        "5.19.7,  2026-50750 2026-54475,                     2026-49270 2026-45505",
        "5.19.8,  2026-59878 2026-61487,                     2026-50750 2026-54475",
        "5.19.10, 2026-74761,                                2026-59878",
        "5.19.11, -,                                         2026-74761",
        "6.0.1,   2024-32114 2025-27533,                     2023-46604",
        "6.1.1,   2024-32114,                                2022-41678",
        "6.1.2,   2025-27533,                                2024-32114",
        "6.1.8,   2025-66168 2026-40046 2026-34197,          2025-27533",
        "6.2.3,   2026-39304 2026-40046,                     2026-34197 2026-33227",
        "6.2.4,   2026-40466,                                2026-39304 2026-40046 2025-66168",
        "6.2.6,   2026-50750 2026-50734,                     2026-49270",
        "6.2.7,   2026-59878 2026-61487,                     2026-50750",
        "6.2.8,   2026-74761,                                2026-59878",
        "6.2.10,  2026-74761,                                2026-61487",
        "6.3.0,   2026-74761,                                2026-59878 2026-61487",
        "6.3.2,   -,                                         2026-74761",
      })
  void theAdvisoriesSayTheSame(String release, String has, String hasNot) {
    if (has == null) {
      assertThat(open(release)).isEmpty();
    } else {
      assertThat(open(release)).contains(ids(has));
    }
    assertThat(open(release)).doesNotContain(ids(hasNot));
  }

  private static String[] ids(String numbers) {
    return Stream.of(numbers.split(" ")).map("CVE-"::concat).toArray(String[]::new);
  }

  @Test
  void everyReleaseIsOfAKnownLineAndEveryLineHasSome() {
    assertThat(KNOWN.releases().stream().map(dated -> dated.release().line()).distinct())
        .containsExactlyElementsOf(KNOWN.lines().stream().map(ReleaseLine::line).toList());
  }

  /** A mended release that was never made mends nobody. */
  @Test
  void everyMendedReleaseIsKnown() {
    for (Vulnerability each : KNOWN.vulnerabilities()) {
      assertThat(each.mendedIn()).as(each.id()).isNotEmpty().allMatch(KNOWN::knows);
    }
  }

  /** So nobody is sent to a release without the fix. */
  @Test
  void everyRangeEndsWithARelease() {
    for (Vulnerability each : KNOWN.vulnerabilities()) {
      assertThat(each.affected().stream().map(Range::before))
          .as(each.id())
          .isSubsetOf(each.mendedIn());
      assertThat(KNOWN.releases().stream().map(Dated::release)).as(each.id()).anyMatch(each::isIn);
    }
  }

  @Test
  void eachVulnerabilityStandsThereOnceWithItsRecord() {
    assertThat(KNOWN.vulnerabilities()).extracting(Vulnerability::id).doesNotHaveDuplicates();
    for (Vulnerability each : KNOWN.vulnerabilities()) {
      assertThat(each.source()).isEqualTo("https://www.cve.org/CVERecord?id=" + each.id());
      assertThat(each.does()).matches("[A-Z].*[^.]\\.");
    }
  }

  /** It may be looked at on the day on which it was made. */
  @Test
  void nothingIsOfTheFuture() {
    assertThat(KNOWN.asOf()).isBeforeOrEqualTo(LocalDate.now(ZoneOffset.UTC).plusDays(1));
    assertThat(KNOWN.vulnerabilities()).allMatch(each -> !each.published().isAfter(KNOWN.asOf()));
    assertThat(KNOWN.releases())
        .allMatch(each -> each.date().stream().noneMatch(KNOWN.asOf()::isBefore));
  }

  @Test
  void itIsOldAfterHalfAYear() {
    LocalDate last = KNOWN.asOf().plusMonths(6);

    assertThat(KNOWN.isOldOn(KNOWN.asOf())).isFalse();
    assertThat(KNOWN.isOldOn(last)).isFalse();
    assertThat(KNOWN.isOldOn(last.plusDays(1))).isTrue();
  }

  @Test
  void whatOfTheGateStandsInTheWayIsARuleAndHasATest() throws Exception {
    for (Vulnerability each : KNOWN.vulnerabilities()) {
      for (Guard guard : each.gate()) {
        assertThat(Rules.ids()).as(each.id()).contains(guard.rule());
        assertThat(guard.test()).as(each.id()).matches("\\w+#\\w+");
        int hash = guard.test().indexOf('#');
        assertThat(source(guard.test().substring(0, hash)))
            .as(guard.test())
            .containsPattern("void " + guard.test().substring(hash + 1) + "\\(");
      }
    }
  }

  private static String source(String test) throws IOException {
    try (Stream<Path> files = Files.walk(Path.of("src/test/java"))) {
      return Files.readString(
          files.filter(file -> file.endsWith(test + ".java")).findFirst().orElseThrow());
    }
  }

  /** The gate's tests run on 5.18 and later, so nothing is said of vulnerabilities before. */
  @Test
  void theGateStandsAgainstNothingThatItWasNeverRunOn() {
    assertThat(KNOWN.openIn(FIRST)).isNotEmpty().allMatch(each -> each.gate().isEmpty());
    for (Vulnerability each : KNOWN.vulnerabilities()) {
      boolean tried =
          KNOWN.releases().stream()
              .map(Dated::release)
              .filter(release -> release.compareTo(KNOWN.gateRunFrom()) >= 0)
              .anyMatch(each::isIn);
      assertThat(tried || each.gate().isEmpty()).as(each.id()).isTrue();
    }
  }

  @Test
  void theWorstComesFirst() {
    List<Vulnerability> open = KNOWN.openIn(release("6.1.8"));

    assertThat(open).isSortedAccordingTo(Vulnerability.WORST_FIRST);
    assertThat(open.get(0).toString()).isEqualTo("CVE-2026-59878 (denies service, before a login)");
    assertThat(open.stream().map(Vulnerability::guarded)).isSorted();
  }

  @ParameterizedTest
  @CsvSource({
    "5.15.0,  5.19.11",
    "5.18.7,  5.19.11",
    "5.19.0,  5.19.11",
    "5.19.12, 5.19.12",
    "6.0.0,   6.3.2",
    "6.1.8,   6.3.2",
    "6.2.7,   6.3.2",
    "6.2.10,  6.3.2",
    "6.3.0,   6.3.2",
    "6.3.3,   6.3.3",
  })
  void theReleaseToUpdateToIsTheFirstWithoutAny(String from, String to) {
    assertThat(KNOWN.updateFor(release(from))).hasToString(to);
  }

  @Provide
  Arbitrary<Release> known() {
    return Arbitraries.of(KNOWN.releases().stream().map(Dated::release).toList());
  }

  @Provide
  Arbitrary<Release> any() {
    Arbitrary<Integer> number = Arbitraries.integers().between(0, 30);
    return Combinators.combine(number, number, number).as(Release::new);
  }

  @Property
  void whatALineHasMendedStaysMended(
      @ForAll("known") Release mended, @ForAll("known") Release later) {
    for (Vulnerability each : KNOWN.vulnerabilities()) {
      if (mended.line().equals(later.line())
          && later.compareTo(mended) >= 0
          && each.mendedIn().contains(mended)) {
        assertThat(each.isIn(later)).as("%s in %s", each.id(), later).isFalse();
      }
    }
  }

  @Property
  void anUpdateIsNoStepBackAndHasNone(@ForAll("known") Release release) {
    Release update = KNOWN.updateFor(release);

    assertThat(update).isGreaterThanOrEqualTo(release);
    assertThat(KNOWN.openIn(update)).isEmpty();
    assertThat(KNOWN.lineOf(update).orElseThrow().state()).isEqualTo(State.SUPPORTED);
  }

  @Property
  void aRangeHasItsFirstAndNotItsLast(
      @ForAll("any") Release from, @ForAll("any") Release before, @ForAll("any") Release other) {
    if (from.compareTo(before) >= 0) {
      assertThatThrownBy(() -> new Range(from, before))
          .hasMessage("from %s is not before %s", from, before);
      return;
    }
    Range range = new Range(from, before);

    assertThat(range.has(from)).isTrue();
    assertThat(range.has(before)).isFalse();
    assertThat(range.has(other))
        .isEqualTo(other.compareTo(from) >= 0 && other.compareTo(before) < 0);
    assertThat(Release.of(other.toString())).contains(other);
  }

  @ParameterizedTest(name = "{2}")
  @CsvSource(
      delimiter = '|',
      value = {
        "\"asOf\" | \"asof\" | /asOf is missing",
        "\"2026-11-29\" | \"2026-11-31\" | /asOf: \"2026-11-31\" is no date",
        "\"sources\": | \"more\": [], \"sources\": | /more is not known",
        "\"sources\": | \"asOf\": \"2026-11-29\", \"sources\": | Duplicate field 'asOf'",
        "\"5.18.0\" | \"5.18\" | /gateRunFrom: \"5.18\" is no release",
        "\"state\": \"supported\" | \"state\": \"good\" | /lines/19/state: \"good\" is no state",
        "{\"line\": \"5.1\", | {\"line\": \"5.99\", | line 5.99 has no release with a date",
        "{\"release\": \"5.1.0\" | {\"release\": \"5.0.0\" | releases: 5.0.0 after 5.0.0",
        "\"published\": | \"severity\": \"high\", \"published\": | /vulnerabilities/0/severity is not known",
        "\"effect\": \"denial\" | \"effect\": \"doom\" | /vulnerabilities/0/effect: \"doom\" is no effect",
        "\"before\": \"5.11.0\" | \"before\": \"0.0.0\" | /vulnerabilities/0/affected/0: from 0.0.0 is not before 0.0.0",
        "\"from\": \"5.12.0\" | \"from\": \"5.11.3\" | CVE-2016-0782: Range[from=0.0.0, before=5.11.4] and Range[from=5.11.3, before=5.12.3] overlap",
        "\"mendedIn\": [\"5.11.0\"] | \"mendedIn\": [\"5.10.2\"] | CVE-2014-3576: 5.10.2 is mended and affected",
        "\"mendedIn\": [\"5.11.0\"] | \"mendedIn\": [5] | /vulnerabilities/0/mendedIn has what is no text",
        "\"mendedIn\": [\"5.11.0\"] | \"mendedIn\": [5.11] | VALUE_NUMBER_FLOAT stands here",
        "\"stops\": \"all\" | \"stops\": \"none\" | a guard of secure-management stops none",
        "\"CVE-2014-3576\", | \"CVE-14\", | \"CVE-14\" is no CVE number",
      })
  void aMistakeInTheFileIsNamed(String right, String wrong, String said) throws Exception {
    String data = Files.readString(DATA);
    int at = data.indexOf(right);
    assertThat(at).as(right).isNotNegative();
    String broken = data.substring(0, at) + wrong + data.substring(at + right.length());

    assertThatThrownBy(
            () ->
                KnownReleasesReader.read(
                    new ByteArrayInputStream(broken.getBytes(StandardCharsets.UTF_8))))
        .isInstanceOf(IOException.class)
        .hasMessageContaining(said);
  }

  @Test
  void theManualSaysTheSame() throws Exception {
    String page = Files.readString(Path.of("src/site/markdown/versions.md"));

    for (ReleaseLine line : KNOWN.lines()) {
      if (line.newest().compareTo(FIRST) >= 0) {
        assertThat(page)
            .containsPattern(
                "(?m)^\\| %s \\| %s.*%s.* \\| %s \\| %s\\b.*\\(\\Q%s\\E\\) \\|$"
                    .formatted(
                        line.line(),
                        line.state().name().toLowerCase(Locale.ROOT),
                        line.ended().map(String::valueOf).orElse(""),
                        line.first(),
                        line.newest(),
                        line.source()));
      }
    }
    assertThat(page)
        .contains("The file is of %s.".formatted(KNOWN.asOf()))
        .contains("%d CVE records".formatted(KNOWN.vulnerabilities().size()))
        .contains("%d releases".formatted(KNOWN.releases().size()))
        .contains("As of %s, lines 5.19 and 6.3 get".formatted(KNOWN.asOf()));
  }

  @Test
  void theFileIsReadOnce() {
    assertThat(KnownReleases.bundled()).isSameAs(KNOWN);
  }
}
