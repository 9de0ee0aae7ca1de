package io.portcullis.broker.platform;

import io.portcullis.rule.UnauthenticatedFacts;
import java.util.Optional;

/** Tells whether a log can safely show a text that a client or peer chose. */
public final class LogText {

  private LogText() {}

  /** Describes what is wrong with a name, without quoting it. */
  public static Optional<String> fault(String name, String textOrNull) {
    if (textOrNull == null) {
      return Optional.empty();
    }
    if (textOrNull.length() > UnauthenticatedFacts.LONGEST_NAME) {
      return Optional.of("a %s of %d characters".formatted(name, textOrNull.length()));
    }
    return textOrNull.codePoints().anyMatch(LogText::isUnprintable)
        ? Optional.of("a %s with control characters".formatted(name))
        : Optional.empty();
  }

  /** Tells whether a text is too long for a log, or has characters that a log cannot show. */
  public static boolean isUnfit(String text) {
    return fault("text", text).isPresent();
  }

  /** Tells whether a character ends a line, is invisible, or changes the direction of text. */
  static boolean isUnprintable(int codePoint) {
    return switch (Character.getType(codePoint)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR,
          Character.SURROGATE ->
          true;
      default -> false;
    };
  }
}
