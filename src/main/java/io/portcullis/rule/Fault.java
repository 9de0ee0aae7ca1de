package io.portcullis.rule;

/**
 * A fault that a rule may find. Its texts take a violation's arguments as {@link
 * java.util.Formatter} does.
 *
 * @param code its stable name; no other fault has it, and the source contains it once
 * @param found what is wrong, in words
 * @param remedy what to do, in words
 */
public record Fault(String code, String found, String remedy) {

  /** Checks the code. */
  public Fault {
    if (!code.matches("[a-z][a-z0-9]*(-[a-z0-9]+)*")) {
      throw new IllegalArgumentException(code);
    }
  }
}
