package io.portcullis.report;

import io.portcullis.enforce.Disposition;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Prints the violations by rule, the worst first, each with its remedy. */
final class HtmlFindings {

  private final Report report;

  HtmlFindings(Report report) {
    this.report = report;
  }

  void appendTo(StringBuilder page) {
    page.append("<section id=\"findings\">\n<h2>What was found</h2>\n");
    if (report.findings().isEmpty()) {
      page.append("<p class=\"soft\">No rule has anything against this broker.</p>\n");
    }
    for (Disposition disposition : Disposition.values()) {
      append(disposition, page);
    }
    page.append("</section>\n");
  }

  private void append(Disposition disposition, StringBuilder page) {
    Map<String, List<PlacedFinding>> byRule =
        report.findings(disposition).stream()
            .collect(
                Collectors.groupingBy(
                    PlacedFinding::rule, LinkedHashMap::new, Collectors.toList()));
    if (byRule.isEmpty()) {
      return;
    }
    page.append("<h3 class=\"%s\">%s</h3>\n".formatted(style(disposition), words(disposition)));
    byRule.forEach(
        (rule, findings) -> {
          page.append(
              "<div class=\"rule %s\"><h4>%s</h4>\n<p class=\"soft\">Demands %s.</p>\n<ul>\n"
                  .formatted(
                      style(disposition), Html.text(rule), Html.text(RuleTexts.demand(rule))));
          PlacedFinding.alike(findings).forEach(alike -> append(alike, page));
          page.append("</ul></div>\n");
        });
  }

  private void append(List<PlacedFinding> alike, StringBuilder page) {
    page.append("<li class=\"finding\">");
    for (PlacedFinding found : alike) {
      page.append(
          "<p class=\"where\">%s%s</p>\n"
              .formatted(Html.text(found.violation().where()), line(found)));
    }
    page.append(
        "<p>%s</p>\n<p class=\"remedy\">%s</p>\n"
            .formatted(
                Html.text(alike.get(0).violation().found()),
                Html.text(alike.get(0).violation().remedy())));
    alike
        .get(0)
        .excuses()
        .forEach(
            excuse ->
                page.append("<p class=\"notes\">Waived %s</p>\n".formatted(Html.text(excuse))));
    page.append("</li>\n");
  }

  private String line(PlacedFinding found) {
    String line = found.line(report.checked().reading().file());
    return line.isEmpty() ? "" : " <span class=\"line\">%s</span>".formatted(Html.text(line));
  }

  private static String style(Disposition disposition) {
    return switch (disposition) {
      case REFUSED -> "refused";
      case REPORTED -> "reported";
      case WAIVED -> "waived";
    };
  }

  private static String words(Disposition disposition) {
    return switch (disposition) {
      case REFUSED -> "Refused";
      case REPORTED -> "Reported only";
      case WAIVED -> "Waived";
    };
  }
}
