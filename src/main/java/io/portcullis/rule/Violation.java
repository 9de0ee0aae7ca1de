package io.portcullis.rule;

/**
 * What a rule found, in words for the person who has to act on it.
 *
 * @param rule the rule's id
 * @param where what was judged, such as {@code connector "openwire" (tcp://0.0.0.0:61616)}
 * @param found what is wrong with it; never body bytes, context values or secrets
 * @param remedy what to do
 */
public record Violation(String rule, String where, String found, String remedy) {

  /** One line: {@code [rule] where: found; remedy}. */
  public String line() {
    return "[%s] %s: %s; %s".formatted(rule, where, found, remedy).replaceAll("\\p{Cntrl}", "?");
  }
}
