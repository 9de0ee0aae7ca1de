package io.portcullis.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.portcullis.rule.Rule;
import io.portcullis.rule.Rules;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The manual's page for auditors says what the reports say. */
class AuditPageTest {

  private static final Path PAGE = Path.of("src/site/markdown/audit.md");

  @ParameterizedTest
  @CsvSource({
    "ActiveMQ's recommendations, ACTIVEMQ_RECOMMENDATIONS",
    "ActiveMQ's duties, ACTIVEMQ_DUTIES",
    "Amazon's patterns of 2018, AMAZON_MQ_2018",
    "Amazon's patterns of today, AMAZON_MQ"
  })
  void everyRecommendationHasItsAnswer(String section, Catalogue catalogue) throws Exception {
    List<List<String>> expected = new ArrayList<>();
    for (Requirement point : Requirements.of(catalogue)) {
      List<String> rules = rules(point);
      expected.add(List.of(point.point(), point.title(), answer(rules), ticked(rules)));
    }

    assertThat(rows(section)).extracting(row -> row.subList(0, 4)).isEqualTo(expected);
  }

  @Test
  void whateverIsNotCheckedHasAReason() throws Exception {
    for (String section : List.of("ActiveMQ's recommendations", "ActiveMQ's duties")) {
      assertThat(rows(section))
          .filteredOn(row -> row.get(2).equals("not checked"))
          .allSatisfy(row -> assertThat(row.get(4)).isNotBlank());
    }
  }

  @ParameterizedTest
  @CsvSource({"CWE, CWE", "NIST SP 800-53, NIST_800_53", "PCI DSS, PCI_DSS"})
  void everyPointOfAStandardHasItsRules(String section, Catalogue catalogue) throws Exception {
    List<List<String>> expected = new ArrayList<>();
    for (Requirement point : Requirements.of(catalogue)) {
      String name =
          catalogue == Catalogue.CWE
              ? "[%s](https://cwe.mitre.org/data/definitions/%s.html)"
                  .formatted(point.point(), point.point().replace("CWE-", ""))
              : point.point();
      expected.add(List.of(name, point.title(), ticked(rules(point))));
    }

    assertThat(rows(section)).isEqualTo(expected);
  }

  @Test
  void everyRuleHasItsPoints() throws Exception {
    List<List<String>> expected = new ArrayList<>();
    for (String rule : Requirements.rules()) {
      expected.add(
          List.of(
              ticked(List.of(rule)),
              points(rule, Catalogue.CWE),
              points(rule, Catalogue.NIST_800_53),
              points(rule, Catalogue.PCI_DSS)));
    }

    assertThat(rows("By rule")).isEqualTo(expected);
  }

  @Test
  void whereARuleServesNothingThePageSaysWhy() throws Exception {
    Set<String> expected = new TreeSet<>();
    for (String rule : Requirements.rules()) {
      for (Catalogue catalogue : Catalogue.values()) {
        if (points(rule, catalogue).isEmpty()) {
          expected.add(rule + " " + catalogue.id());
        }
      }
    }
    List<String> said = new ArrayList<>();
    for (List<String> row : rows("What a rule does not serve")) {
      assertThat(row.get(2)).isNotBlank();
      for (String rule : row.get(0).replace("`", "").split(", ", -1)) {
        for (String catalogue : row.get(1).replace("`", "").split(", ", -1)) {
          said.add(rule + " " + catalogue);
        }
      }
    }

    assertThat(said).containsExactlyInAnyOrderElementsOf(expected);
  }

  @Test
  void cataloguesHaveTheirSource() throws Exception {
    Catalogue[] catalogues = Catalogue.values();
    List<List<String>> rows = rows("What auditors ask");

    assertThat(rows).hasSameSizeAs(catalogues);
    for (int i = 0; i < catalogues.length; i++) {
      assertThat(rows.get(i).get(0)).contains("](%s)".formatted(catalogues[i].page()));
      assertThat(rows.get(i).subList(1, 4))
          .containsExactly(
              "`%s`".formatted(catalogues[i].id()),
              catalogues[i].version(),
              catalogues[i].organization());
    }
  }

  @Test
  void pointsWithLimitsAreServed() throws Exception {
    Set<String> known =
        Arrays.stream(Catalogue.values())
            .flatMap(catalogue -> Requirements.of(catalogue).stream())
            .map(Requirement::point)
            .collect(Collectors.toSet());

    for (List<String> row : rows("What points ask beyond the rules")) {
      List<String> points =
          List.of(row.get(0).replaceAll("NIST SP 800-53 |PCI DSS ", "").split(", ", -1));
      assertThat(points).isNotEmpty().allMatch(known::contains);
    }
  }

  private static List<String> rules(Requirement point) {
    return Requirements.rules().stream()
        .filter(rule -> Requirements.of(rule).contains(point))
        .toList();
  }

  private static String points(String rule, Catalogue catalogue) {
    return Requirements.of(rule).stream()
        .filter(point -> point.catalogue() == catalogue)
        .map(Requirement::point)
        .collect(Collectors.joining(", "));
  }

  private static String ticked(List<String> rules) {
    return rules.stream().map("`%s`"::formatted).collect(Collectors.joining(", "));
  }

  private static String answer(List<String> rules) {
    if (rules.isEmpty()) {
      return "not checked";
    }
    if (rules.stream().allMatch(AuditPageTest::isNotRequired)) {
      return "enforced if required";
    }
    if (rules.stream().allMatch(AuditPageTest::isEnforced)) {
      return "enforced";
    }
    return rules.stream().anyMatch(AuditPageTest::isEnforced) ? "enforced in part" : "reported";
  }

  private static boolean isEnforced(String rule) {
    return known(rule).map(Rule::enforcedByDefault).orElse(false);
  }

  private static boolean isNotRequired(String rule) {
    return known(rule).flatMap(Rule::notRequired).isPresent();
  }

  private static Optional<Rule> known(String rule) {
    return Rules.ofSecureDefault().all().stream()
        .filter(known -> known.id().equals(rule))
        .findAny();
  }

  /** Returns the cells of each row of the first table below a heading. */
  private static List<List<String>> rows(String heading) throws IOException {
    List<String> lines = Files.readAllLines(PAGE);
    int start = lines.indexOf("# " + heading);
    if (start < 0) {
      start = lines.indexOf("## " + heading);
    }
    assertThat(start).as(heading).isNotNegative();
    return lines.subList(start, lines.size()).stream()
        .dropWhile(line -> !line.startsWith("|"))
        .takeWhile(line -> line.startsWith("|"))
        .skip(2)
        .map(AuditPageTest::cells)
        .toList();
  }

  private static List<String> cells(String row) {
    return Arrays.stream(row.substring(1, row.length() - 1).split("\\|", -1))
        .map(String::strip)
        .toList();
  }
}
