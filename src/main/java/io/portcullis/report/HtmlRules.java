package io.portcullis.report;

import io.portcullis.report.RuleState.Verdict;
import java.util.List;

/** Prints every rule with its verdict. */
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
          "<tr><th scope=\"row\">%s</th><td>%s%s</td><td class=\"state %s\">%s%s</td></tr>\n"
              .formatted(
                  Html.text(rule.rule()),
                  Html.text(RuleTexts.demand(rule.rule())),
                  notes(rule),
                  VerdictMark.style(rule.verdict()),
                  VerdictMark.sign(rule.verdict()),
                  state(rule)));
    }
    page.append("</tbody>\n</table>\n</section>\n");
  }

  private static String state(RuleState rule) {
    return rule.findings().isEmpty()
        ? rule.verdict().words()
        : "%s, %d".formatted(rule.verdict().words(), rule.findings().size());
  }

  /** Describes what a passed rule could not check. */
  private static String notes(RuleState rule) {
    if (rule.verdict() == Verdict.PASSED || rule.notChecked().isEmpty()) {
      return "";
    }
    return rule.notChecked().size() == 1
        ? "<div class=\"notes\">Not checked: %s</div>"
            .formatted(Html.text(rule.notChecked().get(0)))
        : "<div class=\"notes\">Not checked: %d things</div>".formatted(rule.notChecked().size());
  }
}
