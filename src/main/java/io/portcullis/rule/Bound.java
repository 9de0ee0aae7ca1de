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

  /** More than this is as good as no bound: no array of Java's is longer. */
  private static final long MOST = Integer.MAX_VALUE - 1L;

  /** Whether there is one. */
  boolean holds() {
    return value.isPresent() && value.getAsLong() <= MOST;
  }

  /** What is wrong with one that does not hold, in words. */
  String lack() {
    return written.isEmpty()
        ? "%s is not set".formatted(option)
        : "%s=\"%s\" bounds nothing".formatted(option, written);
  }
}
