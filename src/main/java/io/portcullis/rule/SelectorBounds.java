package io.portcullis.rule;

import java.util.ArrayList;
import java.util.List;

/**
 * The bounds on the cost of a selector. ActiveMQ evaluates it for every message while it holds the
 * lock of the destination. So a costly selector delays all who use that destination.
 *
 * <p>Measured once on ActiveMQ 6.1.8, on a busy machine: {@code LIKE '%a%b'} takes 14 s against a
 * property of 64 KiB, and {@code LIKE '%a%a%b'} takes 65 s at 4 KiB. With these bounds the time
 * grows no faster than the message. A pattern of 256 characters took 1.8 to 4.5 s for 1 MiB. The
 * bound is less than a fifth of that. Functions accept a client's regular expression.
 */
final class SelectorBounds {

  /**
   * The maximum length. Chains of operators need a recursive call for each. A thread's stack has
   * room for 5,000.
   */
  static final int LENGTH = 8_192;

  /**
   * The maximum depth. Each parenthesis takes eight stack frames of the parser, and the parser
   * looks ahead at each.
   */
  static final int NESTING = 64;

  /**
   * The maximum number of searches. With two, the time grows with the square of the property's
   * length.
   */
  static final int SEARCHES = 1;

  /**
   * The maximum length of patterns. Each position of the property is compared with this many
   * characters.
   */
  static final int SEARCHED_LENGTH = 48;

  static final int ADDITIONS = 16;

  private SelectorBounds() {}

  /** Describes which bounds a selector exceeds. */
  static List<String> exceededBy(SelectorFacts selector) {
    List<String> exceeded = new ArrayList<>();
    if (selector.xml()) {
      exceeded.add("asks XPATH or XQUERY");
    }
    if (selector.function()) {
      exceeded.add("calls a function");
    }
    add(exceeded, selector.length(), LENGTH, "has %,d characters, more than %,d");
    add(exceeded, selector.nesting(), NESTING, "nests %,d deep, more than %,d");
    add(
        exceeded,
        selector.searches(),
        SEARCHES,
        "has a LIKE with %,d wildcards %% before its end, more than %,d");
    add(
        exceeded,
        selector.searchedLength(),
        SEARCHED_LENGTH,
        "has %,d characters in LIKEs with such wildcards, more than %,d");
    add(exceeded, selector.additions(), ADDITIONS, "has %,d plus signs, more than %,d");
    return exceeded;
  }

  private static void add(List<String> exceeded, int value, int bound, String words) {
    if (value > bound) {
      exceeded.add(words.formatted(value, bound));
    }
  }
}
