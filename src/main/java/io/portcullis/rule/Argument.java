package io.portcullis.rule;

import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;

/**
 * An argument of a violation, for the placeholders in a fault's texts. It is never a body's bytes,
 * a context value or a secret.
 *
 * @param value a text, a whole number, several texts in any order, or a text that is made later
 * @param identifies whether another value makes another violation
 */
public record Argument(Object value, boolean identifies) {

  /** Copies what may change. */
  public Argument {
    if (value instanceof Collection<?> several) {
      value = several.stream().map(String::valueOf).toList();
    } else if (!(value instanceof Integer || value instanceof Long || value instanceof Later)) {
      value = String.valueOf(value);
    }
  }

  /**
   * Creates an argument that is only shown, such as a number of days. Another value makes no other
   * violation.
   */
  public static Argument shown(Object value) {
    return new Argument(value, false);
  }

  /** Creates an argument that is only shown, whose text is made whenever somebody reads it. */
  public static Argument later(Supplier<String> text) {
    return new Argument(new Later(text), false);
  }

  /** A text that is made when it is read. */
  private record Later(Supplier<String> text) {
    @Override
    public String toString() {
      return text.get();
    }
  }

  static Argument of(Object value) {
    return value instanceof Argument argument ? argument : new Argument(value, true);
  }

  /** Returns the text for the placeholder. */
  Object words() {
    return value instanceof List<?> several
        ? String.join(", ", several.stream().map(String::valueOf).toList())
        : value;
  }

  /** Returns the part of a key. Several texts have no order in it. */
  Object identity() {
    return value instanceof List<?> several ? Set.copyOf(several) : value;
  }
}
