package io.portcullis.report;

import io.portcullis.enforce.Disposition;
import io.portcullis.release.KnownReleases;
import io.portcullis.report.XmlElement.Place;
import java.io.IOException;
import java.io.Writer;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import picocli.CommandLine.Help.Ansi;

/** Prints a report for people: first the verdict, then the findings, the worst first. */
final class TextReport implements ReportPrinter {

  /** What stands between the steps of a remedy. */
  private static final String STEP = "; ";

  /** So many characters are worth a reference to the remedy before. */
  private static final int LONG_STEPS = 120;

  private final Ansi ansi;
  private final LineWrap wrap;

  /** Prints with or without colours, in lines of some length. */
  TextReport(Ansi ansi, LineWrap wrap) {
    this.ansi = ansi;
    this.wrap = wrap;
  }

  @Override
  public void print(Report report, Writer out) throws IOException {
    StringBuilder text = new StringBuilder();
    line(
        text,
        0,
        report.isRefused() ? "bold,red" : "bold,green",
        "%s %s: %s".formatted(report.file(), report.verdict(), report.counts()));
    for (Disposition disposition : Disposition.values()) {
      print(report, disposition, text);
    }
    printChanges(new ChangeText(report), text);
    if (!report.unchecked().isEmpty()) {
      heading(text, "NOT CHECKED", "bold");
      for (UncheckedItem thing : report.unchecked()) {
        String rule = thing.rule().isEmpty() ? "" : thing.rule() + ": ";
        line(
            text,
            2,
            "",
            thing
                .leftOut()
                .map(place -> leftOut(report, thing, place))
                .orElse(rule + thing.what()));
      }
    }
    heading(text, "RULES", "bold");
    for (RuleState rule : report.rules()) {
      line(text, 2, "", "%-30s%s%s".formatted(rule.rule(), rule.words(), reason(report, rule)));
    }
    text.append(System.lineSeparator());
    about(report).forEach(line -> line(text, 0, "", line));
    Stream.of(report.advice(), report.shortcut())
        .flatMap(Optional::stream)
        .forEach(
            advice -> {
              text.append(System.lineSeparator());
              line(text, 0, "bold", advice);
            });
    out.write(text.toString());
  }

  private void printChanges(ChangeText changes, StringBuilder text) {
    heading(text, ChangeText.HEADING, "bold");
    line(text, 2, "", changes.lead());
    for (ChangeText.Change change : changes.changes()) {
      line(text, 2, "bold", change.title());
      change.lines().forEach(line -> line(text, 4, "", line));
      change.remedy().ifPresent(remedy -> line(text, 4, "faint", "-> " + remedy));
    }
  }

  private void print(Report report, Disposition disposition, StringBuilder text) {
    List<PlacedFinding> findings = report.findings(disposition);
    if (findings.isEmpty()) {
      return;
    }
    heading(text, disposition.name(), colour(disposition));
    String rule = "";
    List<String> before = List.of();
    String remedy = "";
    for (List<PlacedFinding> alike : PlacedFinding.alike(findings)) {
      PlacedFinding first = alike.get(0);
      if (!first.rule().equals(rule)) {
        rule = first.rule();
        before = List.of();
        remedy = "";
        line(text, 2, "bold", rule);
      }
      before = print(report, alike, before, remedy, text);
      remedy = first.violation().remedy();
    }
  }

  /**
   * Prints what findings say, under the things that it is about. The headings are left out only if
   * they are those of the text before.
   *
   * @param before the headings of the text before
   * @param remedyBefore the remedy before, of the same rule
   * @return the headings of this one
   */
  private List<String> print(
      Report report,
      List<PlacedFinding> alike,
      List<String> before,
      String remedyBefore,
      StringBuilder text) {
    List<String> here =
        alike.stream()
            .map(found -> found.violation().where() + place(report, found))
            .distinct()
            .toList();
    if (!here.equals(before)) {
      here.forEach(where -> line(text, 4, "", where));
    }
    PlacedFinding first = alike.get(0);
    line(text, 6, "", first.violation().found());
    line(text, 6, "", "-> " + shortened(first.violation().remedy(), remedyBefore));
    first.excuses().forEach(excuse -> line(text, 6, "", "waived " + excuse));
    return here;
  }

  /** Returns a remedy without its last steps, if they are long and end the remedy before, too. */
  private static String shortened(String remedy, String before) {
    for (int end = remedy.indexOf(STEP);
        end >= 0 && remedy.length() - end >= LONG_STEPS;
        end = remedy.indexOf(STEP, end + 1)) {
      if (before.endsWith(remedy.substring(end))) {
        return remedy.substring(0, end) + "; then take the same steps as above";
      }
    }
    return remedy;
  }

  /** Says why a rule is not checked or judged nothing, unless the list before says it. */
  private static String reason(Report report, RuleState rule) {
    List<String> reasons =
        rule.reasons().stream()
            .filter(
                reason -> report.unchecked().stream().noneMatch(item -> item.what().equals(reason)))
            .toList();
    return reasons.isEmpty() ? "" : ": " + String.join("; ", reasons);
  }

  private static String leftOut(Report report, UncheckedItem thing, Place place) {
    String line =
        place.file().equals(report.checked().reading().file())
            ? "line %d".formatted(place.line())
            : "line %d of %s".formatted(place.line(), place.file().getFileName());
    return "%s: %s%s"
        .formatted(
            line, thing.what(), thing.rules().isEmpty() ? "" : " (%s)".formatted(thing.needing()));
  }

  private static String colour(Disposition disposition) {
    return switch (disposition) {
      case REFUSED -> "bold,red";
      // Yellow cannot be read on a light background.
      case REPORTED -> "bold,magenta";
      case WAIVED -> "bold";
    };
  }

  /** Returns {@code , line 34}, and the file if it is not the one that was checked. */
  private static String place(Report report, PlacedFinding found) {
    String line = found.line(report.checked().reading().file());
    return line.isEmpty() ? "" : ", " + line;
  }

  /** Describes what was checked with which version, and where. */
  private static List<String> about(Report report) {
    List<String> about = new ArrayList<>();
    about.add(
        "Broker \"%s\", mode %s"
            .formatted(
                report.checked().judgement().broker().name(), report.checked().policy().mode()));
    about.add(
        "As seen from host %s by user %s at %s"
            .formatted(report.host(), report.user(), report.when()));
    about.add(
        "ActiveMQ %s, Portcullis %s"
            .formatted(report.checked().reading().version(), report.version()));
    about.add("ActiveMQ's releases and holes are known as of " + KnownReleases.bundled().asOf());
    if (!report.checked().reading().assumed().isEmpty()) {
      about.add("Assumed:");
      report.checked().reading().assumed().forEach(folder -> about.add("  " + folder));
    }
    return about;
  }

  private void heading(StringBuilder text, String heading, String style) {
    text.append(System.lineSeparator());
    line(text, 0, style, heading.toUpperCase(Locale.ROOT));
  }

  /** Adds a text, in lines that fit. Lines after the first are indented further. */
  private void line(StringBuilder text, int indent, String style, String words) {
    wrap.lines(Printable.of(words), indent, indent + 2).forEach(line -> append(text, style, line));
  }

  /** Adds a text as it is. Only the style is markup. */
  private void append(StringBuilder text, String style, String line) {
    if (style.isEmpty() || !ansi.enabled()) {
      text.append(line);
    } else {
      Ansi.IStyle[] styles = Ansi.Style.parse(style);
      // Not Style.off: picocli ends bold by 21, which most terminals take for a double underline.
      text.append(Ansi.Style.on(styles)).append(line).append(Ansi.Style.reset.off());
    }
    text.append(System.lineSeparator());
  }
}
