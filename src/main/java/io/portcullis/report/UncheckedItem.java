package io.portcullis.report;

import io.portcullis.broker.configuration.Omission;
import io.portcullis.report.XmlElement.Place;
import io.portcullis.rule.NotChecked;
import io.portcullis.rule.Rules;
import java.util.List;
import java.util.Optional;

/**
 * Something that could not be checked.
 *
 * @param rules the rules that need it; empty if there is no particular one
 * @param what what it is, in words
 * @param leftOut its place in a file that was read as data; present if a start would do it
 */
record UncheckedItem(List<String> rules, String what, Optional<Place> leftOut) {

  /** Copies the list. */
  UncheckedItem {
    rules = List.copyOf(rules);
  }

  /** Converts what the rules cannot check. */
  static UncheckedItem of(NotChecked thing) {
    return new UncheckedItem(
        thing.rule().isEmpty() ? List.of() : List.of(thing.rule()), thing.what(), Optional.empty());
  }

  /** Converts an omission. */
  static UncheckedItem of(Omission thing) {
    return new UncheckedItem(
        thing.rules(), thing.what(), Optional.of(new Place(thing.file(), thing.line())));
  }

  /** Returns the rule; empty if there is no single one. */
  String rule() {
    return rules.size() == 1 ? rules.get(0) : "";
  }

  /** Lists the rules that need it, in words; empty if there is no particular one. */
  String needing() {
    if (rules.isEmpty()) {
      return "";
    }
    return rules.containsAll(Rules.ids())
        ? "needed by every rule"
        : "needed by " + String.join(", ", rules);
  }
}
