package io.portcullis.report;

import io.portcullis.usage.Observation;
import io.portcullis.usage.Use;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** What a page says of an observation as a whole, in words. */
final class HtmlObservation {

  /** Who uses a right once a month is not seen in less. */
  private static final Duration LONG_ENOUGH = Duration.ofDays(30);

  private final Optional<Observation> observed;

  HtmlObservation(Optional<Observation> observed) {
    this.observed = observed;
  }

  /** Returns the uses; none if nothing is known. */
  List<Use> uses() {
    return observed.map(Observation::uses).orElse(List.of());
  }

  /** What is said of a right that nobody was seen using. */
  String unused() {
    return observed.filter(HtmlObservation::isWhole).isPresent()
        ? "unused"
        : "never seen used in that time";
  }

  private static boolean isWhole(Observation observed) {
    return observed.dropped().uses() == 0 && observed.minutes() >= LONG_ENOUGH.toMinutes();
  }

  /** Appends when it was, and how much; nothing if there is none. */
  void appendTo(StringBuilder page) {
    observed.ifPresent(
        each -> page.append("<p class=\"soft\">%s</p>\n".formatted(Html.text(text(each)))));
  }

  private static String text(Observation observed) {
    List<String> sentences = new ArrayList<>();
    sentences.add(period(observed));
    long refused = observed.uses().stream().filter(use -> !use.passed()).count();
    long used = observed.uses().size() - refused;
    if (observed.uses().isEmpty()) {
      sentences.add("No use of a right was seen.");
    } else {
      sentences.add("%s used.".formatted(count(used, "right was", "rights were")));
    }
    if (refused > 0) {
      sentences.add(
          "%s asked for and refused."
              .formatted(count(refused, "other right was", "other rights were")));
    }
    if (observed.dropped().uses() > 0) {
      sentences.add(
          "%s dropped because there were too many, so more rights may be in use."
              .formatted(count(observed.dropped().uses(), "use was", "uses were")));
    }
    if (used > 0) {
      sentences.add("\"bin/activemq portcullis suggest\" prints the map that they need.");
    }
    return String.join(" ", sentences);
  }

  private static String count(long count, String one, String several) {
    return "%s %s".formatted(number(count), count == 1 ? one : several);
  }

  /** Returns a number with commas, whatever language this host speaks. */
  static String number(long number) {
    return String.format(Locale.ROOT, "%,d", number);
  }

  /** Says from when to when a broker was observed, and for how long. */
  static String period(Observation observed) {
    return "Observed from %s to %s, for %s of it."
        .formatted(
            time(observed.since()),
            time(observed.until()),
            count(observed.minutes(), "minute", "minutes"));
  }

  /** Returns a time to the minute. */
  static String time(Instant time) {
    return time.truncatedTo(ChronoUnit.MINUTES)
        .toString()
        .replace('T', ' ')
        .replaceFirst(":00Z$", " UTC");
  }
}
