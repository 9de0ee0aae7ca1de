package io.portcullis.report;

import io.portcullis.enforce.Disposition;
import io.portcullis.enforce.Finding;
import io.portcullis.report.XmlElement.Place;
import io.portcullis.rule.Violation;
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

  /** Tells whether another finding says the same about another thing. */
  boolean saysTheSame(PlacedFinding other) {
    return rule().equals(other.rule())
        && violation().code().equals(other.violation().code())
        && violation().arguments().equals(other.violation().arguments())
        && excuses().equals(other.excuses());
  }
}
