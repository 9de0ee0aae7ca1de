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

  /** Chains of operators recurse once for each; 5,000 fit into the stack of a thread. */
  static final int LENGTH = 8_192;

  /** Each parenthesis takes eight frames of the parser, and the parser looks ahead of each. */
  static final int NESTING = 64;

  /** Two make the time grow with the square of the property. */
  static final int SEARCHES = 1;

  /** Each place of the property is compared with so many characters. */
  static final int SEARCHED_LENGTH = 48;

  static final int ADDITIONS = 16;

  private SelectorBounds() {}

  /** What of a selector is beyond the bounds, in words. */
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
