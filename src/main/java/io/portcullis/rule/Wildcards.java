package io.portcullis.rule;

/**
 * Texts in which {@code *} stands for any characters, also none, and {@code ?} for one. Each
 * question takes time in proportion to the product of both lengths.
 */
final class Wildcards {

  private Wildcards() {}

  /** Tells whether some text matches both patterns. */
  static boolean overlap(String one, String other) {
    return match(one, other, true);
  }

  /** Tells whether each text that matches {@code inner} matches {@code outer} too. */
  static boolean covers(String outer, String inner) {
    return match(outer, inner, false);
  }

  /** Compares from the end. {@code below[j]} answers for the rest of one and of other from j. */
  private static boolean match(String one, String other, boolean both) {
    int length = other.length();
    boolean[] below = new boolean[length + 1];
    for (int i = one.length(); i >= 0; i--) {
      boolean[] row = new boolean[length + 1];
      for (int j = length; j >= 0; j--) {
        if (i == one.length() && j == length) {
          row[j] = true;
        } else if (i < one.length() && one.charAt(i) == '*') {
          row[j] = below[j] || (j < length && row[j + 1]);
        } else if (both && j < length && other.charAt(j) == '*') {
          row[j] = row[j + 1] || (i < one.length() && below[j]);
        } else {
          row[j] =
              i < one.length()
                  && j < length
                  && same(one.charAt(i), other.charAt(j), both)
                  && below[j + 1];
        }
      }
      below = row;
    }
    return below[0];
  }

  private static boolean same(char one, char other, boolean both) {
    return one == other || (one == '?' && (both || other != '*')) || (both && other == '?');
  }
}
