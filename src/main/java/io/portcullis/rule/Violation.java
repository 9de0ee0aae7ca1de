package io.portcullis.rule;

/**
 * What a rule found, in words for the person who has to act on it.
 *
 * @param rule the rule's id
 * @param subject what was judged, as a waiver names it
 * @param where the same in words, such as {@code connector "openwire" (tcp://0.0.0.0:61616)}
 * @param found what is wrong with it; never body bytes, context values or secrets
 * @param remedy what to do
 */
public record Violation(String rule, String subject, String where, String found, String remedy) {

  /** Of what was judged. */
  public Violation(String rule, Judged judged, String found, String remedy) {
    this(rule, judged.subject(), judged.where(), found, remedy);
  }

  /** One line: {@code [rule] where: found; remedy}. */
  public String line() {
    return "[%s] %s: %s; %s".formatted(rule, where, found, remedy).replaceAll("\\p{Cntrl}", "?");
  }
}
