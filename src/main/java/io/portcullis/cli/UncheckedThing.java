package io.portcullis.cli;

import io.portcullis.broker.LeftOut;
import io.portcullis.cli.XmlElement.Place;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Something that could not be checked.
 *
 * @param rules the rules that would have to; none where it is none in particular
 * @param what what it is, in words
 * @param leftOut where it stands in a file that was read as data; there if a start would do it
 */
record UncheckedThing(List<String> rules, String what, Optional<Place> leftOut) {

  private static final Pattern LINE = Pattern.compile("\\[([a-z-]+)] (.*)", Pattern.DOTALL);

  /** Copies the list. */
  UncheckedThing {
    rules = List.copyOf(rules);
  }

  /** Of a line, {@code [rule] what} or only {@code what}. */
  static UncheckedThing of(String line) {
    Matcher matcher = LINE.matcher(line);
    return matcher.matches()
        ? new UncheckedThing(List.of(matcher.group(1)), matcher.group(2), Optional.empty())
        : new UncheckedThing(List.of(), line, Optional.empty());
  }

  /** Of something that was left out. */
  static UncheckedThing of(LeftOut thing) {
    return new UncheckedThing(
        thing.rules(), thing.what(), Optional.of(new Place(thing.file(), thing.line())));
  }

  /** The rule; empty where it is no single one. */
  String rule() {
    return rules.size() == 1 ? rules.get(0) : "";
  }

  /** The rules that need it, in words; empty where it is none in particular. */
  String needing() {
    return rules.isEmpty() ? "" : "needed by " + String.join(", ", rules);
  }
}
