package io.portcullis.policy;

import java.util.List;
import java.util.Optional;

/**
 * A pattern of destination names with ActiveMQ's wildcards. {@code *} stands for one level, {@code
 * >} at the end for any number of levels, none included.
 *
 * @param levels what stands between the dots
 */
record DestinationPattern(List<String> levels) {

  private static final String ONE = "*";
  private static final String ANY = ">";

  /** Copies the list. */
  DestinationPattern {
    levels = List.copyOf(levels);
  }

  /** The pattern that is written so; any text is one. */
  static DestinationPattern of(String pattern) {
    return new DestinationPattern(levels(pattern));
  }

  /** The levels of a name. */
  static List<String> levels(String name) {
    return List.of(name.split("\\.", -1));
  }

  /** Whether a name stands for others than itself: a level of it is a wildcard. */
  static boolean isPattern(String name) {
    if (name.indexOf('*') < 0 && name.indexOf('>') < 0) {
      return false;
    }
    List<String> levels = levels(name);
    return levels.contains(ONE) || levels.contains(ANY);
  }

  /** What is wrong with a pattern, if anything. */
  static Optional<String> fault(String pattern) {
    List<String> levels = levels(pattern);
    if (levels.stream().anyMatch(String::isBlank)) {
      return Optional.of("has an empty level");
    }
    if (levels.subList(0, levels.size() - 1).contains(ANY)) {
      return Optional.of("has a > that is not its last level");
    }
    if (pattern.contains(",")) {
      return Optional.of("names several destinations; write one entry for each");
    }
    if (pattern.contains("://")) {
      return Optional.of("holds a prefix; write the name alone");
    }
    return Optional.empty();
  }

  /** Whether it stands for all that a name does, which may be a pattern itself. */
  boolean covers(String name) {
    List<String> asked = levels(name);
    int last = levels.size() - 1;
    boolean endless = levels.get(last).equals(ANY);
    int fixed = endless ? last : levels.size();
    if (asked.size() < fixed || (asked.size() > fixed && !endless)) {
      return false;
    }
    for (int i = 0; i < fixed; i++) {
      if (!covers(levels.get(i), asked.get(i))) {
        return false;
      }
    }
    return true;
  }

  /** Whether there is a name that it and another pattern both stand for. */
  boolean meets(String name) {
    return meet(levels, levels(name));
  }

  private static boolean meet(List<String> one, List<String> other) {
    for (int i = 0; ; i++) {
      boolean oneEnds = i == one.size();
      boolean otherEnds = i == other.size();
      if ((!oneEnds && one.get(i).equals(ANY)) || (!otherEnds && other.get(i).equals(ANY))) {
        return true;
      }
      if (oneEnds || otherEnds) {
        return oneEnds && otherEnds;
      }
      if (!one.get(i).equals(ONE)
          && !other.get(i).equals(ONE)
          && !one.get(i).equals(other.get(i))) {
        return false;
      }
    }
  }

  private static boolean covers(String level, String asked) {
    return !asked.equals(ANY) && (level.equals(ONE) || level.equals(asked));
  }
}
