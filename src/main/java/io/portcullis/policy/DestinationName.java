package io.portcullis.policy;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * One destination's name.
 *
 * @param kind queue or topic, temporary or not
 * @param name the physical name, its levels separated by dots whatever separator clients use
 */
public record DestinationName(DestinationKind kind, String name) {

  /** A queue of this name. */
  public static DestinationName queue(String name) {
    return new DestinationName(DestinationKind.QUEUE, name);
  }

  /** A topic of this name. */
  public static DestinationName topic(String name) {
    return new DestinationName(DestinationKind.TOPIC, name);
  }

  /**
   * Each of the destinations that a composite name names, as ActiveMQ takes it apart: where a part
   * has no prefix of its own, it is of the kind of the whole. Of any other name, itself.
   */
  public List<DestinationName> parts() {
    if (!name.contains(",")) {
      return List.of(this);
    }
    return Arrays.stream(name.split(","))
        .map(String::trim)
        .filter(part -> !part.isEmpty())
        .map(part -> qualified(part).orElse(new DestinationName(kind, part)))
        .toList();
  }

  /** The qualified names of all parts, comma-separated, so that nobody can misread one. */
  public String spelledOut() {
    return parts().stream().map(DestinationName::toString).collect(Collectors.joining(","));
  }

  /** The destination of a qualified name; empty if it starts with no prefix. */
  static Optional<DestinationName> qualified(String name) {
    return Arrays.stream(DestinationKind.values())
        .filter(kind -> name.startsWith(kind.prefix()))
        .findFirst()
        .map(kind -> new DestinationName(kind, name.substring(kind.prefix().length())));
  }

  /** The qualified name, such as {@code queue://ORDERS}. */
  @Override
  public String toString() {
    return kind.prefix() + name;
  }
}
