package io.portcullis.policy;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Finds the name that somebody meant who wrote an unknown one. */
public final class SimilarName {

  /** A word of this many letters for each edit is still the same word. */
  private static final int LETTERS_AN_EDIT = 3;

  /** A longer name is no name, and comparing it would take long. */
  private static final int LONGEST = 200;

  private final List<String> known;

  /**
   * @param known the known names; of two that are equally similar, the first is taken
   */
  public SimilarName(Collection<String> known) {
    this.known = List.copyOf(known);
  }

  /**
   * Returns the known name that is meant: one that differs in case, in its prefix or in few
   * letters.
   */
  public Optional<String> to(String written) {
    if (written.length() > LONGEST) {
      return Optional.empty();
    }
    return known.stream()
        .filter(candidate -> edits(name(written), name(candidate)) <= mostEdits(written))
        .min(
            Comparator.<String>comparingInt(candidate -> edits(name(written), name(candidate)))
                .thenComparingInt(candidate -> edits(small(written), small(candidate))));
  }

  private static int mostEdits(String written) {
    return name(written).length() / LETTERS_AN_EDIT;
  }

  /** Returns a name without its prefix, in lower case. */
  private static String name(String text) {
    return small(text.substring(text.lastIndexOf('.') + 1));
  }

  private static String small(String text) {
    return text.toLowerCase(Locale.ROOT);
  }

  /**
   * Counts the letters to insert, remove, replace or swap with the next: the distance of Damerau.
   */
  private static int edits(String from, String to) {
    int[][] edits = new int[from.length() + 1][to.length() + 1];
    for (int row = 0; row <= from.length(); row++) {
      for (int column = 0; column <= to.length(); column++) {
        edits[row][column] =
            row == 0 || column == 0 ? row + column : edits(edits, row, column, from, to);
      }
    }
    return edits[from.length()][to.length()];
  }

  private static int edits(int[][] edits, int row, int column, String from, String to) {
    int same = from.charAt(row - 1) == to.charAt(column - 1) ? 0 : 1;
    int least =
        Math.min(
            edits[row - 1][column - 1] + same,
            1 + Math.min(edits[row - 1][column], edits[row][column - 1]));
    boolean swapped =
        row > 1
            && column > 1
            && from.charAt(row - 1) == to.charAt(column - 2)
            && from.charAt(row - 2) == to.charAt(column - 1);
    return swapped ? Math.min(least, edits[row - 2][column - 2] + 1) : least;
  }
}
