package io.portcullis.policy;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Reads the text of properties into typed values. */
final class OptionParser {

  private OptionParser() {}

  /** Comma-separated words: trimmed, empty ones left out. */
  static List<String> of(String text) {
    return Arrays.stream(text.split(",")).map(String::strip).filter(w -> !w.isEmpty()).toList();
  }

  /** The constant of this name, or the problem that there is none. */
  static <E extends Enum<E>> Optional<E> oneOf(
      Class<E> type, String property, String text, List<String> problems) {
    return oneOf(List.of(type.getEnumConstants()), Enum::name, property, text, problems);
  }

  /** The value with this word, or the problem that there is none. */
  static <V> Optional<V> oneOf(
      List<V> values,
      Function<V, String> word,
      String property,
      String text,
      List<String> problems) {
    for (V value : values) {
      if (word.apply(value).equals(text.strip())) {
        return Optional.of(value);
      }
    }
    String allowed = values.stream().map(word).collect(Collectors.joining(", "));
    problems.add("%s=\"%s\" is not one of %s".formatted(property, text, allowed));
    return Optional.empty();
  }

  /** Whether a text says {@code true}; anything but {@code true} and {@code false} is a problem. */
  static boolean flag(String property, String text, List<String> problems) {
    String word = text.strip();
    if (!word.equals("true") && !word.equals("false")) {
      problems.add("%s=\"%s\" is not one of true, false".formatted(property, text));
    }
    return word.equals("true");
  }

  /** The whole number within bounds, or the problem that it is none. */
  static Optional<Integer> number(
      String property, String text, int least, int most, List<String> problems) {
    try {
      int number = Integer.parseInt(text.strip());
      if (number >= least && number <= most) {
        return Optional.of(number);
      }
    } catch (NumberFormatException e) {
      // Said below, like a number that is out of bounds.
    }
    problems.add(
        "%s=\"%s\" is not a whole number from %d to %d".formatted(property, text, least, most));
    return Optional.empty();
  }
}
