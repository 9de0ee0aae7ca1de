package io.portcullis.rule;

import java.util.OptionalLong;

/**
 * A bound that an option sets.
 *
 * @param option the option's name
 * @param written the configured text; empty if there is none
 * @param value the bound that ActiveMQ then keeps; empty if there is none
 */
public record Bound(String option, String written, OptionalLong value) {

  /** A greater value is no bound, because no array in Java is longer. */
  private static final long MOST = Integer.MAX_VALUE - 1L;

  /** Tells whether there is a bound. */
  boolean holds() {
    return value.isPresent() && value.getAsLong() <= MOST;
  }

  /** Describes what is wrong if there is none. */
  String lack() {
    return written.isEmpty()
        ? "%s is not set".formatted(option)
        : "%s=\"%s\" bounds nothing".formatted(option, written);
  }
}
