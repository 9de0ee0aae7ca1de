package io.portcullis.rule;

import io.portcullis.policy.Resource;
import java.util.Arrays;
import java.util.IllegalFormatException;
import java.util.List;

/**
 * A violation that a rule found. It creates its texts only when somebody reads them. {@link #key}
 * says whether two violations are the same.
 *
 * @param rule the rule's id
 * @param about the identity of what was judged
 * @param where its description, such as {@code connector "openwire" (tcp://0.0.0.0:61616)}
 * @param fault the fault
 * @param arguments the arguments of the fault's texts
 */
public record Violation(
    String rule, Resource about, String where, Fault fault, List<Argument> arguments) {

  /** Copies the list. */
  public Violation {
    arguments = List.copyOf(arguments);
  }

  /**
   * Creates a violation.
   *
   * @param arguments each is an {@link Argument}, or the value of one that identifies
   */
  public static Violation of(String rule, Judged judged, Fault fault, Object... arguments) {
    return new Violation(
        rule,
        judged.about(),
        judged.where(),
        fault,
        Arrays.stream(arguments).map(Argument::of).toList());
  }

  /** Tells whether a text is one of the identifying arguments. */
  public boolean has(String argument) {
    return arguments.contains(new Argument(argument, true));
  }

  /** Returns the code of the fault. */
  public String code() {
    return fault.code();
  }

  /** Returns the id of what was judged. */
  public String subject() {
    return about.id();
  }

  /** Describes what is wrong. */
  public String found() {
    return words(fault.found());
  }

  /** Describes what to do. */
  public String remedy() {
    return words(fault.remedy());
  }

  private String words(String template) {
    try {
      return template.formatted(arguments.stream().map(Argument::words).toArray());
    } catch (IllegalFormatException e) {
      // A text with a mistake must not stand in the way of what it tells of.
      return template;
    }
  }

  /** Returns one line: {@code [rule] where: found; remedy}. */
  public String line() {
    return "[%s] %s: %s; %s"
        .formatted(rule, where, found(), remedy())
        .replaceAll("\\p{Cntrl}", "?");
  }

  /** Returns the identity, whatever the words. */
  public ViolationKey key() {
    return new ViolationKey(
        rule,
        about,
        code(),
        arguments.stream().filter(Argument::identifies).map(Argument::identity).toList());
  }
}
