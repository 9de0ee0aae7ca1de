package io.portcullis.rule;

import io.portcullis.policy.Resource;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HexFormat;
import java.util.List;

/**
 * The identity of a violation. Violations with equal keys are counted and shown as one.
 *
 * @param rule the rule's id
 * @param about the identity of what was judged
 * @param code the code of the fault
 * @param arguments the arguments that identify: texts, numbers, and sets of texts
 */
public record ViolationKey(String rule, Resource about, String code, List<Object> arguments) {

  private static final int FINGERPRINT_BYTES = 16;

  /** Copies the list. */
  public ViolationKey {
    arguments = List.copyOf(arguments);
  }

  /**
   * Returns a hexadecimal text that is the same for equal keys in every JVM, and different for
   * others.
   */
  public String fingerprint() {
    StringBuilder whole = new StringBuilder();
    append(whole, rule);
    append(whole, about.kind().word());
    append(whole, about.ids());
    append(whole, code);
    arguments.forEach(argument -> append(whole, argument));
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      // Character by character, since a charset replaces half a surrogate pair.
      whole
          .chars()
          .forEach(
              character -> {
                digest.update((byte) (character >> 8));
                digest.update((byte) character);
              });
      return HexFormat.of().formatHex(digest.digest(), 0, FINGERPRINT_BYTES);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JVM has SHA-256", e);
    }
  }

  /** Adds a text with its length, so that two texts cannot look like two others. */
  private static void append(StringBuilder whole, Object part) {
    if (part instanceof Collection<?> several) {
      List<String> texts = new ArrayList<>(several.stream().map(String::valueOf).toList());
      if (!(part instanceof List<?>)) {
        texts.sort(null);
      }
      whole.append(texts.size()).append('*');
      texts.forEach(text -> append(whole, text));
      return;
    }
    String text = String.valueOf(part);
    whole.append(text.length()).append(':').append(text);
  }
}
