package io.portcullis.report;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Prints every rule with its state. */
final class HtmlRules {

  private final List<RuleState> rules;

  HtmlRules(List<RuleState> rules) {
    this.rules = rules;
  }

  void appendTo(StringBuilder page) {
    page.append(
        """
        <section id="rules">
        <h2>Every rule</h2>
        <table class="stack">
        <thead><tr><th scope="col">Rule</th><th scope="col">Demands</th><th scope="col">State</th></tr></thead>
        <tbody>
        """);
    for (RuleState rule : rules) {
      page.append(
          "<tr><th scope=\"row\">%s</th><td>%s%s%s</td><td class=\"state %s\">%s%s</td></tr>\n"
              .formatted(
                  Html.text(rule.rule()),
                  Html.text(RuleTexts.demand(rule.rule())),
                  notes(rule),
                  serves(rule),
                  StateMark.style(rule.state()),
                  StateMark.sign(rule.state()),
                  rule.words()));
    }
    page.append("</tbody>\n</table>\n</section>\n");
  }

  /** Says what a rule could not check, or why it judged nothing. */
  private static String notes(RuleState rule) {
    if (rule.reasons().isEmpty()) {
      return "";
    }
    String subject =
        switch (rule.state()) {
          case NOT_REQUIRED -> "Not required";
          case NOTHING_TO_JUDGE -> "Nothing to judge";
          case REFUSED, REPORTED, WAIVED, NOT_CHECKED, PASSED -> "Not checked";
        };
    String reason =
        rule.reasons().size() == 1
            ? rule.reasons().get(0)
            : "%d things".formatted(rule.reasons().size());
    return "<div class=\"notes\">%s: %s</div>".formatted(subject, Html.text(reason));
  }

  /** Names the points that a rule helps with, folded. */
  private static String serves(RuleState rule) {
    List<Requirement> served = Requirements.of(rule.rule());
    if (served.isEmpty()) {
      return "";
    }
    StringBuilder points = new StringBuilder();
    points.append(
        "<details class=\"serves\"><summary>Helps with %d audit points</summary><dl>"
            .formatted(served.size()));
    Map<Catalogue, List<Requirement>> byCatalogue =
        served.stream()
            .collect(
                Collectors.groupingBy(
                    Requirement::catalogue,
                    () -> new EnumMap<>(Catalogue.class),
                    Collectors.toList()));
    byCatalogue.forEach(
        (catalogue, ofCatalogue) -> {
          points.append(
              "<div><dt><a href=\"%s\">%s</a>, %s</dt>"
                  .formatted(
                      Html.text(catalogue.page()),
                      Html.text(catalogue.title()),
                      Html.text(catalogue.version())));
          for (Requirement point : ofCatalogue) {
            points.append(
                "<dd><b>%s</b> <span>%s</span></dd>"
                    .formatted(Html.text(point.point()), Html.text(point.title())));
          }
          points.append("</div>");
        });
    return points.append("</dl></details>").toString();
  }
}
