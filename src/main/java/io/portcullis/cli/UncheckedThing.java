package io.portcullis.cli;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Something that could not be checked.
 *
 * @param rule the rule that would have to; empty where it is no single one
 * @param what what it is, in words
 */
record UncheckedThing(String rule, String what) {

  private static final Pattern LINE = Pattern.compile("\\[([a-z-]+)] (.*)", Pattern.DOTALL);

  /** Of a line, {@code [rule] what} or only {@code what}. */
  static UncheckedThing of(String line) {
    Matcher matcher = LINE.matcher(line);
    return matcher.matches()
        ? new UncheckedThing(matcher.group(1), matcher.group(2))
        : new UncheckedThing("", line);
  }
}
