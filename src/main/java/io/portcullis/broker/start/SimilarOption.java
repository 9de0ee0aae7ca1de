package io.portcullis.broker.start;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Finds the option that somebody meant who wrote an unknown one. */
final class SimilarOption {

  /** A word of this many letters for each edit is still the same word. */
  private static final int LETTERS_AN_EDIT = 3;

  private final List<String> known;

  /**
   * @param known the known options; of two that are equally similar, the first is taken
   */
  SimilarOption(Collection<String> known) {
    this.known = List.copyOf(known);
  }

  /**
   * Returns the known option that is meant: one that differs in case, in its prefix or in few
   * letters.
   */
  Optional<String> to(String option) {
    return known.stream()
        .filter(candidate -> edits(name(option), name(candidate)) <= mostEdits(option))
        .min(
            Comparator.<String>comparingInt(candidate -> edits(name(option), name(candidate)))
                .thenComparingInt(candidate -> edits(small(option), small(candidate))));
  }

  private static int mostEdits(String option) {
    return name(option).length() / LETTERS_AN_EDIT;
  }

  /** Returns an option's name without its prefix, in lower case. */
  private static String name(String option) {
    return small(option.substring(option.lastIndexOf('.') + 1));
  }

  private static String small(String text) {
    return text.toLowerCase(Locale.ROOT);
  }

  /** Counts the letters to insert, remove or replace, by the algorithm of Wagner and Fischer. */
  private static int edits(String from, String to) {
    int[] above = new int[to.length() + 1];
    for (int column = 0; column <= to.length(); column++) {
      above[column] = column;
    }
    for (int row = 1; row <= from.length(); row++) {
      int[] current = new int[to.length() + 1];
      current[0] = row;
      for (int column = 1; column <= to.length(); column++) {
        int replaced = above[column - 1] + (from.charAt(row - 1) == to.charAt(column - 1) ? 0 : 1);
        current[column] = Math.min(replaced, 1 + Math.min(above[column], current[column - 1]));
      }
      above = current;
    }
    return above[to.length()];
  }
}
