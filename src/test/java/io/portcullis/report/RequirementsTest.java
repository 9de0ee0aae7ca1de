package io.portcullis.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.portcullis.rule.Rules;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class RequirementsTest {

  private static final Path DATA =
      Path.of("src/main/resources/io/portcullis/report/requirements.txt");

  @Test
  void theyNameEveryRuleAndNoOther() {
    assertThat(Requirements.rules()).containsExactlyInAnyOrderElementsOf(Rules.ids());
  }

  @Test
  void everyRuleServesSomething() {
    for (String rule : Requirements.rules()) {
      assertThat(Requirements.of(rule)).as(rule).isNotEmpty().doesNotHaveDuplicates();
    }
  }

  @Test
  void theConfigurationAndUnknownRulesServeNothing() {
    assertThat(Requirements.of("configuration")).isEmpty();
    assertThat(Requirements.of("no-such-rule")).isEmpty();
  }

  @Test
  void pointsOfARuleStandAsInTheirCatalogues() {
    for (String rule : Requirements.rules()) {
      List<Requirement> served = Requirements.of(rule);

      assertThat(served)
          .as(rule)
          .isSortedAccordingTo(
              Comparator.comparing(Requirement::catalogue)
                  .thenComparing(
                      point -> Requirements.of(point.catalogue()).indexOf(point),
                      Comparator.naturalOrder()));
    }
  }

  @ParameterizedTest
  @EnumSource(
      value = Catalogue.class,
      names = {"CWE", "NIST_800_53", "PCI_DSS"})
  void standardsListOnlyWhatARuleServes(Catalogue standard) {
    Set<Requirement> served =
        Requirements.rules().stream()
            .flatMap(rule -> Requirements.of(rule).stream())
            .collect(Collectors.toSet());

    assertThat(Requirements.of(standard)).isNotEmpty().allMatch(served::contains);
  }

  @ParameterizedTest
  @CsvSource({
    "ACTIVEMQ_RECOMMENDATIONS, 13",
    "ACTIVEMQ_DUTIES, 10",
    "AMAZON_MQ_2018, 4",
    "AMAZON_MQ, 3"
  })
  void recommendationsAreListedWhole(Catalogue catalogue, int count) {
    List<Requirement> points = Requirements.of(catalogue);

    assertThat(points).hasSize(count);
    for (int i = 0; i < count; i++) {
      assertThat(points.get(i).point()).isEqualTo(Integer.toString(i + 1));
    }
  }

  @Test
  void pointsHaveTheFormOfTheirCatalogueAndATitle() {
    Map<Catalogue, String> forms =
        Map.of(
            Catalogue.CWE, "CWE-[1-9][0-9]*",
            Catalogue.NIST_800_53, "[A-Z]{2}-[1-9][0-9]?(\\([1-9][0-9]?\\))?",
            Catalogue.PCI_DSS, "[1-9][0-9]?(\\.[1-9][0-9]?){2,3}");
    for (Catalogue catalogue : Catalogue.values()) {
      assertThat(Requirements.of(catalogue))
          .allSatisfy(
              point -> {
                assertThat(point.point()).matches(forms.getOrDefault(catalogue, "[1-9][0-9]?"));
                assertThat(point.title()).isNotBlank().doesNotContain("|").hasSizeLessThan(100);
              });
    }
  }

  @Test
  void noPointAndNoRuleStandsTwice() throws Exception {
    List<String> lines =
        Files.readAllLines(DATA).stream()
            .filter(line -> !line.isEmpty() && !line.startsWith("#"))
            .toList();
    List<String> sections = lines.stream().filter(line -> line.startsWith("[")).toList();
    int catalogues = Catalogue.values().length;
    String firstRule = sections.get(catalogues);
    int points = 0;
    for (Catalogue catalogue : Catalogue.values()) {
      points += Requirements.of(catalogue).size();
    }

    assertThat(sections).doesNotHaveDuplicates().hasSize(catalogues + Requirements.rules().size());
    assertThat(lines.indexOf(firstRule)).isEqualTo(catalogues + points);
  }
}
