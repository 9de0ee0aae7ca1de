package io.portcullis.report;

import io.portcullis.broker.start.CheckedBroker;
import io.portcullis.broker.start.CheckedBroker.Gate;
import io.portcullis.enforce.Disposition;
import io.portcullis.release.KnownReleases;
import io.portcullis.report.XmlElement.Place;
import io.portcullis.rule.Judgement.State;
import java.io.IOException;
import java.io.InputStream;
import java.io.Writer;
import java.nio.charset.StandardCharsets;

/**
 * Prints a report as one self-contained HTML page. It has no script, font or picture from
 * elsewhere, and its policy forbids them.
 */
final class HtmlReport implements ReportPrinter {

  private static final String PAGE =
      """
      <!DOCTYPE html>
      <html lang="en">
      <head>
      <meta charset="utf-8">
      <meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
      <meta name="viewport" content="width=device-width, initial-scale=1">
      <meta name="referrer" content="no-referrer">
      <meta name="robots" content="noindex">
      <title>%s</title>
      <style>
      %s</style>
      </head>
      <body>
      <div class="page">
      <header>
      %s</header>
      <main>
      %s</main>
      %s</div>
      </body>
      </html>
      """;

  @Override
  public void print(Report report, Writer out) throws IOException {
    CheckedBroker checked = report.checked();
    StringBuilder main = new StringBuilder();
    new HtmlFindings(report).appendTo(main);
    new HtmlChanges(report).appendTo(main);
    new HtmlRules(report.rules()).appendTo(main);
    new HtmlConnectors(checked.connectors()).appendTo(main);
    new HtmlCertificates(
            checked.connectors(),
            checked.reading().when(),
            checked.policy().tls().certificateWarningDays())
        .appendTo(main);
    new HtmlRights(checked.accesses(), checked.observed(), checked.mapDecides()).appendTo(main);
    new HtmlKeys(checked.observed()).appendTo(main);
    appendUnchecked(report, main);
    out.write(
        PAGE.formatted(
            Html.text("%s: %s".formatted(checked.judgement().broker().name(), headline(report))),
            css(),
            header(report),
            main,
            footer(report)));
  }

  private static String css() throws IOException {
    try (InputStream in = HtmlReport.class.getResourceAsStream("report.css")) {
      if (in == null) {
        throw new IOException("report.css is not in the jar");
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  private static String headline(Report report) {
    return report.isRefused() ? "Would be refused" : "Would start";
  }

  private static String header(Report report) {
    StringBuilder header = new StringBuilder();
    State state = report.isRefused() ? State.REFUSED : State.PASSED;
    header.append("<p class=\"eyebrow\">Portcullis check</p>\n");
    header.append(
        "<h1 class=\"%s\">%s%s</h1>\n"
            .formatted(StateMark.style(state), StateMark.sign(state), headline(report)));
    header.append(
        "<p class=\"of\">Broker <b>%s</b>, <code>%s</code></p>\n"
            .formatted(
                Html.text(report.checked().judgement().broker().name()), Html.text(report.file())));
    if (report.checked().gate() == Gate.ABSENT) {
      header.append(
          "<p class=\"of\">It has no Portcullis: this is what would become of it with one.</p>\n");
      report
          .shortcut()
          .ifPresent(
              words -> header.append("<p class=\"of\">%s</p>\n".formatted(Html.text(words))));
    }
    header.append("<ul class=\"tally\">\n");
    tally(header, "refused", report.findings(Disposition.REFUSED).size(), "refused");
    tally(header, "reported", report.findings(Disposition.REPORTED).size(), "reported");
    int waived = report.findings(Disposition.WAIVED).size();
    if (waived > 0) {
      tally(header, "waived", waived, "waived");
    }
    tally(header, "unchecked", report.unchecked().size(), "not checked");
    long passed = report.rules().stream().filter(s -> s.state() == State.PASSED).count();
    tally(header, "passed", passed, passed == 1 ? "rule passed" : "rules passed");
    long unjudged = report.rules().stream().filter(RuleState::judgedNothing).count();
    tally(
        header,
        "unjudged",
        unjudged,
        unjudged == 1 ? "rule judged nothing" : "rules judged nothing");
    header.append("</ul>\n");
    header.append(
        """
        <nav aria-label="Parts of the report"><ul>
        <li><a href="#findings">Findings</a></li>
        <li><a href="#changes">What changes</a></li>
        <li><a href="#rules">Rules</a></li>
        <li><a href="#connectors">Connectors</a></li>
        <li><a href="#certificates">Certificates</a></li>
        <li><a href="#rights">Rights</a></li>
        %s<li><a href="#unchecked">Not checked</a></li>
        </ul></nav>
        """
            .formatted(
                report.checked().observed().isPresent()
                    ? "<li><a href=\"#keys\">Keys of bodies</a></li>\n"
                    : ""));
    return header.toString();
  }

  private static void tally(StringBuilder header, String style, long count, String words) {
    header.append(
        "<li%s><b>%d</b> %s</li>\n"
            .formatted(
                count == 0 ? " class=\"soft\"" : " class=\"%s\"".formatted(style), count, words));
  }

  private static void appendUnchecked(Report report, StringBuilder main) {
    main.append("<section id=\"unchecked\">\n<h2>Not checked</h2>\n");
    if (report.unchecked().isEmpty()) {
      main.append("<p class=\"soft\">Nothing was left out.</p>\n");
    } else {
      main.append("<ul class=\"plain\">\n");
      for (UncheckedItem thing : report.unchecked()) {
        String rule =
            thing.rule().isEmpty() ? "" : "<b>%s</b><br>".formatted(Html.text(thing.rule()));
        main.append(
            "<li>%s%s</li>\n"
                .formatted(
                    rule,
                    thing
                        .leftOut()
                        .map(place -> leftOut(report, thing, place))
                        .orElseGet(() -> Html.text(thing.what()))));
      }
      main.append("</ul>\n");
      report.advice().ifPresent(advice -> main.append("<p>%s</p>\n".formatted(Html.text(advice))));
    }
    main.append("</section>\n");
  }

  private static String leftOut(Report report, UncheckedItem thing, Place place) {
    boolean own = place.file().equals(report.checked().reading().file());
    String line =
        own
            ? "line %d".formatted(place.line())
            : "line %d of %s".formatted(place.line(), place.file().getFileName());
    String needing = thing.rules().size() > 1 ? "<br>" + Html.text(thing.needing()) : "";
    return "%s, %s%s".formatted(Html.text(thing.what()), Html.text(line), needing);
  }

  private static String footer(Report report) {
    CheckedBroker checked = report.checked();
    StringBuilder footer = new StringBuilder("<footer>\n<dl>\n");
    term(footer, "Checked", report.when().toString());
    term(footer, "As seen from", "host %s, user %s".formatted(report.host(), report.user()));
    term(footer, "Mode", checked.policy().mode().name());
    term(footer, "ActiveMQ", checked.reading().version());
    term(footer, "Portcullis", report.version());
    term(footer, "Releases known as of", KnownReleases.bundled().asOf().toString());
    if (!checked.reading().assumed().isEmpty()) {
      term(footer, "Assumed", String.join(", ", checked.reading().assumed()));
    }
    return footer.append("</dl>\n</footer>\n").toString();
  }

  private static void term(StringBuilder footer, String term, String text) {
    footer.append("<dt>%s</dt><dd>%s</dd>\n".formatted(term, Html.text(text)));
  }
}
