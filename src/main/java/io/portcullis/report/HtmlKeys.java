package io.portcullis.report;

import io.portcullis.usage.KeyUse;
import io.portcullis.usage.Observation;
import io.portcullis.usage.UsageFile;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Prints which keys encrypted bodies for which destination; nothing if nobody observed them. */
final class HtmlKeys {

  private static final int MOST = 1_000;

  private final Optional<Observation> observed;

  HtmlKeys(Optional<Observation> observed) {
    this.observed = observed;
  }

  void appendTo(StringBuilder page) {
    observed.ifPresent(each -> append(each, page));
  }

  private static void append(Observation observed, StringBuilder page) {
    page.append("<section id=\"keys\">\n<h2>Keys of bodies</h2>\n");
    List<KeyUse> keys = keys(observed);
    if (keys.isEmpty()) {
      page.append(
          "<p class=\"soft\">%s No encrypted message was seen.</p>\n</section>\n"
              .formatted(HtmlObservation.period(observed)));
      return;
    }
    page.append(
        """
        <p class="soft">%s The first message of each connection and destination was looked at, and one in 1,024 after that.%s</p>
        <table class="stack">
        <thead><tr><th scope="col">Destination</th><th scope="col">Provider</th><th scope="col">Key</th><th scope="col">Suite</th><th scope="col">First seen</th><th scope="col">Last seen</th></tr></thead>
        <tbody>
        """
            .formatted(
                HtmlObservation.period(observed),
                observed.dropped().keys() > 0
                    ? " Some keys were dropped: there were too many."
                    : ""));
    keys.stream().limit(MOST).forEach(key -> append(key, page));
    page.append("</tbody>\n</table>\n");
    if (keys.size() > MOST) {
      page.append(
          "<p class=\"soft\">%s more are in %s in the broker&#8217;s data folder.</p>\n"
              .formatted(HtmlObservation.number(keys.size() - MOST), UsageFile.NAME));
    }
    page.append("</section>\n");
  }

  /** Returns the rows of all users in one, by destination. */
  private static List<KeyUse> keys(Observation observed) {
    Map<List<String>, KeyUse> keys =
        new TreeMap<>(Comparator.comparing((List<String> row) -> String.join("\0", row)));
    observed
        .keys()
        .forEach(
            key ->
                keys.merge(
                    List.of(key.destination().spelledOut(), key.provider(), key.key(), key.suite()),
                    key,
                    KeyUse::and));
    return List.copyOf(keys.values());
  }

  private static void append(KeyUse key, StringBuilder page) {
    page.append(
        """
        <tr><th scope="row">%s</th><td data-label="Provider">%s</td><td data-label="Key">%s</td><td data-label="Suite">%s</td><td class="seen" data-label="First seen">%s</td><td class="seen" data-label="Last seen">%s</td></tr>
        """
            .formatted(
                Html.breakable(key.destination().shown()),
                Html.text(key.provider()),
                Html.text(key.key()),
                Html.text(key.suite()),
                HtmlObservation.time(key.seen().first()),
                HtmlObservation.time(key.seen().last())));
  }
}
