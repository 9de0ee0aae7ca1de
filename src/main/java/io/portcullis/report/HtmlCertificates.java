package io.portcullis.report;

import io.portcullis.broker.start.ShownConnector;
import io.portcullis.rule.CertificateFacts;
import java.time.Duration;
import java.time.Instant;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Prints the certificates on one timeline. It shows when each is valid, where today is, and when
 * its end is reported.
 */
final class HtmlCertificates {

  private static final double WIDTH = 1000;
  private static final int MOST_TICKS = 6;

  /**
   * The end of the timeline. A certificate without an end has one in 9999, and all others would
   * shrink to a dot.
   */
  private static final Duration FARTHEST = Duration.ofDays(20 * 365);

  private static final List<Integer> STEPS_IN_MONTHS = List.of(1, 3, 6, 12, 24, 60, 120);

  private final Map<CertificateFacts, List<String>> connectors = new LinkedHashMap<>();
  private final Instant now;
  private final Duration warning;
  private final Instant begin;
  private final Instant end;

  HtmlCertificates(List<ShownConnector> shown, Instant now, int warningDays) {
    for (ShownConnector connector : shown) {
      for (CertificateFacts certificate : connector.facts().certificates()) {
        connectors
            .computeIfAbsent(certificate, each -> new ArrayList<>())
            .add(connector.facts().name());
      }
    }
    this.now = now;
    this.warning = Duration.ofDays(warningDays);
    this.begin =
        connectors.keySet().stream()
            .map(CertificateFacts::from)
            .filter(now::isAfter)
            .min(Instant::compareTo)
            .map(first -> first.isBefore(now.minus(FARTHEST)) ? now.minus(FARTHEST) : first)
            .orElse(now);
    this.end =
        connectors.keySet().stream()
            .map(CertificateFacts::until)
            .filter(now::isBefore)
            .max(Instant::compareTo)
            .map(last -> last.isAfter(now.plus(FARTHEST)) ? now.plus(FARTHEST) : last)
            .orElse(now.plus(Duration.ofDays(1)));
  }

  void appendTo(StringBuilder page) {
    page.append("<section id=\"certificates\">\n<h2>Certificates</h2>\n");
    if (connectors.isEmpty()) {
      page.append(
          "<p class=\"soft\">No connector shows one that can be seen here.</p>\n</section>\n");
      return;
    }
    page.append(
        "<div class=\"axis days\" aria-hidden=\"true\"><span class=\"now\" style=\"left:%s%%\">today</span></div>\n"
            .formatted(number(Math.min(Math.max(at(now) / 10, 4), 96))));
    page.append("<ul class=\"span\">\n");
    connectors.forEach((certificate, names) -> append(certificate, names, page));
    page.append("</ul>\n<div class=\"axis\" aria-hidden=\"true\">");
    ticks(page);
    page.append("</div>\n</section>\n");
  }

  private void append(CertificateFacts certificate, List<String> names, StringBuilder page) {
    page.append(
        """
        <li><p class="label"><b>%s</b><span class="%s">%s</span></p>
        %s<p class="notes">%s to %s. %s. %s, signed with %s. Shown by %s.</p></li>
        """
            .formatted(
                Html.text(certificate.subject()),
                style(certificate),
                left(certificate),
                bar(certificate),
                date(certificate.from()),
                date(certificate.until()),
                names(certificate),
                Html.text(certificate.key()),
                Html.text(certificate.signature()),
                Html.text(String.join(", ", names))));
  }

  private String names(CertificateFacts certificate) {
    if (!certificate.own()) {
      return "An authority&#8217;s";
    }
    return certificate.names().isEmpty()
        ? "For no name"
        : "For " + Html.text(String.join(", ", certificate.names()));
  }

  private String bar(CertificateFacts certificate) {
    double from = at(certificate.from());
    double until = at(certificate.until());
    double warned = Math.max(from, at(certificate.until().minus(warning)));
    return """
        <svg viewBox="0 0 1000 14" preserveAspectRatio="none" role="img" aria-label="valid from %s until %s">\
        <rect class="track" x="0" y="5" width="1000" height="4"/>\
        <rect class="bar-%s" x="%s" y="2" width="%s" height="10"/>\
        <rect class="window" x="%s" y="2" width="%s" height="10"/>\
        <rect class="today" x="%s" y="0" width="2" height="14"/></svg>
        """
        .formatted(
            date(certificate.from()),
            date(certificate.until()),
            style(certificate),
            number(from),
            number(Math.max(2, until - from)),
            number(warned),
            number(Math.max(0, until - warned)),
            number(at(now)));
  }

  private String style(CertificateFacts certificate) {
    if (now.isAfter(certificate.until()) || now.isBefore(certificate.from())) {
      return "refused";
    }
    return now.isAfter(certificate.until().minus(warning)) ? "reported" : "passed";
  }

  private String left(CertificateFacts certificate) {
    if (now.isBefore(certificate.from())) {
      return "not valid yet";
    }
    long days = Duration.between(now, certificate.until()).toDays();
    return now.isAfter(certificate.until())
        ? "ended %s ago".formatted(Report.count((int) -days, "day"))
        : "%s left".formatted(Report.count((int) days, "day"));
  }

  /** Returns the first days of every few months. */
  private void ticks(StringBuilder page) {
    YearMonth first = YearMonth.from(begin.atZone(ZoneOffset.UTC)).plusMonths(1);
    YearMonth last = YearMonth.from(end.atZone(ZoneOffset.UTC));
    long months = ChronoUnit.MONTHS.between(first, last);
    int step =
        STEPS_IN_MONTHS.stream().filter(s -> months / s < MOST_TICKS).findFirst().orElse(120);
    DateTimeFormatter words =
        DateTimeFormatter.ofPattern(step < 12 ? "MMM yyyy" : "yyyy", Locale.ENGLISH);
    for (YearMonth month = first; !month.isAfter(last); month = month.plusMonths(1)) {
      if ((month.getYear() * 12L + month.getMonthValue() - 1) % step == 0) {
        Instant day = month.atDay(1).atStartOfDay(ZoneOffset.UTC).toInstant();
        page.append(
            "<span class=\"tick\" style=\"left:%s%%\">%s</span>"
                .formatted(number(Math.min(Math.max(at(day) / 10, 4), 96)), words.format(month)));
      }
    }
  }

  /** Returns the position of an instant, from 0 to 1,000. */
  private double at(Instant instant) {
    double whole = Duration.between(begin, end).toSeconds();
    double part = Duration.between(begin, instant).toSeconds();
    return Math.min(WIDTH, Math.max(0, WIDTH * part / Math.max(1, whole)));
  }

  private static String number(double value) {
    return String.format(Locale.ROOT, "%.1f", value);
  }

  private static String date(Instant instant) {
    return instant.atZone(ZoneOffset.UTC).toLocalDate().toString();
  }
}
