package io.portcullis.client;

import java.util.Arrays;
import java.util.List;

/**
 * Destinations of one kind by a pattern of their names, as ActiveMQ has them: {@code *} is any one
 * part of a name, and {@code >} at the end is any number of parts, none included. A pattern without
 * either is the name of one destination.
 *
 * @param kind such as {@code queue}
 * @param parts of the name
 */
record DestinationPattern(String kind, List<String> parts) {

  private static final String ANY_PART = "*";
  private static final String ANY_PARTS = ">";

  /** The pattern of this text, such as {@code queue://ORDERS.*}, if {@link #isOne} holds. */
  static DestinationPattern of(String qualified) {
    return new DestinationPattern(
        DestinationName.kindOf(qualified), split(DestinationName.nameOf(qualified)));
  }

  /** Whether the text is a qualified name or a pattern of such. */
  static boolean isOne(String text) {
    if (DestinationName.kindOf(text).isEmpty()) {
      return false;
    }
    String name = DestinationName.nameOf(text);
    if (name.isBlank() || !name.equals(name.strip()) || name.matches("(?s).*[,?].*")) {
      return false;
    }
    List<String> parts = split(name);
    for (int i = 0; i < parts.size(); i++) {
      String part = parts.get(i);
      boolean isLast = i == parts.size() - 1;
      if (isWild(part) && !part.equals(ANY_PART) && !(part.equals(ANY_PARTS) && isLast)) {
        return false;
      }
    }
    return true;
  }

  /** Whether it may be more than one destination. */
  boolean isWild() {
    return parts.stream().anyMatch(DestinationPattern::isWild);
  }

  private static boolean isWild(String part) {
    return part.contains(ANY_PART) || part.contains(ANY_PARTS);
  }

  private static List<String> split(String name) {
    return Arrays.asList(name.split("\\.", -1));
  }

  /** Whether the destination with this qualified name is one of them. No pattern ever is. */
  boolean matches(String qualifiedName) {
    if (!DestinationName.kindOf(qualifiedName).equals(kind)) {
      return false;
    }
    List<String> name = split(DestinationName.nameOf(qualifiedName));
    if (name.stream().anyMatch(DestinationPattern::isWild)) {
      return false;
    }
    int last = parts.size() - 1;
    if (!parts.get(last).equals(ANY_PARTS)) {
      return name.size() == parts.size() && beginsLike(name, parts.size());
    }
    return name.size() >= last && beginsLike(name, last);
  }

  private boolean beginsLike(List<String> name, int count) {
    for (int i = 0; i < count; i++) {
      if (!parts.get(i).equals(ANY_PART) && !parts.get(i).equals(name.get(i))) {
        return false;
      }
    }
    return true;
  }
}
