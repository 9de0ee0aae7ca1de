package io.portcullis.rule;

/**
 * Something that a rule has to do with and cannot know.
 *
 * @param rule the rule's id
 * @param what what it is and why it cannot be known, in words
 */
public record NotChecked(String rule, String what) {

  /** One line: {@code [rule] what}. */
  public String line() {
    return "[%s] %s".formatted(rule, what).replaceAll("\\p{Cntrl}", "?");
  }
}
