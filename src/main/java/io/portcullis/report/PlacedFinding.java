package io.portcullis.report;

import io.portcullis.enforce.Disposition;
import io.portcullis.enforce.Finding;
import io.portcullis.report.XmlElement.Place;
import io.portcullis.rule.Violation;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A finding with its place in the configuration.
 *
 * @param finding the violation and its disposition
 * @param place the place
 * @param exact whether it is the place of the thing itself, and not only of its broker
 */
record PlacedFinding(Finding finding, Place place, boolean exact) {

  Violation violation() {
    return finding.violation();
  }

  Disposition disposition() {
    return finding.disposition();
  }

  /** Describes why it is waived and until when; empty if it is not. */
  List<String> excuses() {
    return finding.waivers().stream()
        .map(waiver -> "until %s: %s".formatted(waiver.until(), waiver.reason()))
        .sorted()
        .toList();
  }

  String rule() {
    return violation().rule();
  }

  /**
   * Returns the line for people, and the file if it is neither the one that was checked nor named
   * already; empty if the place is not that of the thing itself.
   *
   * @param main the file that was checked
   */
  String line(Path main) {
    if (!exact) {
      return "";
    }
    Path file = place.file();
    boolean isNamed = file.equals(main) || violation().where().contains(file.toString());
    return isNamed
        ? "line %d".formatted(place.line())
        : "line %d of %s".formatted(place.line(), file.getFileName());
  }

  /** Divides findings into runs of those that say the same about different things. */
  static List<List<PlacedFinding>> alike(List<PlacedFinding> findings) {
    List<List<PlacedFinding>> runs = new ArrayList<>();
    for (PlacedFinding found : findings) {
      if (runs.isEmpty() || !runs.get(runs.size() - 1).get(0).saysTheSame(found)) {
        runs.add(new ArrayList<>());
      }
      runs.get(runs.size() - 1).add(found);
    }
    return runs;
  }

  /** Tells whether another finding says the same about another thing. */
  boolean saysTheSame(PlacedFinding other) {
    return rule().equals(other.rule())
        && violation().code().equals(other.violation().code())
        && violation().arguments().equals(other.violation().arguments())
        && excuses().equals(other.excuses());
  }
}
