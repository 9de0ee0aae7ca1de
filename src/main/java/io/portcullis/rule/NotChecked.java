package io.portcullis.rule;

/**
 * Something that a rule cannot check.
 *
 * @param rule the rule's id; empty if it concerns no single rule
 * @param what what it is and why it is unknown, in words
 */
public record NotChecked(String rule, String what) {

  /** Creates one that concerns no single rule. */
  public static NotChecked of(String what) {
    return new NotChecked("", what);
  }

  /** Returns one line: {@code [rule] what}, or only {@code what}. */
  public String line() {
    String line = rule.isEmpty() ? what : "[%s] %s".formatted(rule, what);
    return line.replaceAll("\\p{Cntrl}", "?");
  }
}
