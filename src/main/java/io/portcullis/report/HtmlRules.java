package io.portcullis.report;

import java.util.List;

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
          "<tr><th scope=\"row\">%s</th><td>%s%s</td><td class=\"state %s\">%s%s</td></tr>\n"
              .formatted(
                  Html.text(rule.rule()),
                  Html.text(RuleTexts.demand(rule.rule())),
                  notes(rule),
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
}
