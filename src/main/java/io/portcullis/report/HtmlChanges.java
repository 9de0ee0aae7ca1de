package io.portcullis.report;

import io.portcullis.report.ChangeText.Change;

/** Prints what a start will change. */
final class HtmlChanges {

  private final ChangeText changes;

  HtmlChanges(Report report) {
    this.changes = new ChangeText(report);
  }

  void appendTo(StringBuilder page) {
    page.append(
        "<section id=\"changes\">\n<h2>%s</h2>\n<p>%s</p>\n"
            .formatted(ChangeText.HEADING, Html.text(changes.lead())));
    for (Change change : changes.changes()) {
      page.append("<h3>%s</h3>\n<ul>\n".formatted(Html.text(change.title())));
      change.lines().forEach(line -> page.append("<li>%s</li>\n".formatted(Html.text(line))));
      page.append("</ul>\n");
      change
          .remedy()
          .ifPresent(
              remedy ->
                  page.append(
                      "<p class=\"remedy\">To keep%s.</p>\n"
                          .formatted(Html.text(remedy.substring("to keep".length())))));
    }
    page.append("</section>\n");
  }
}
