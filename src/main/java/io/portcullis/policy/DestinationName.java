package io.portcullis.policy;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The name of one destination, or of several in one. It is never made of a text that a client
 * chose: kind, name and parts are taken as they are.
 *
 * @param kind queue or topic, temporary or not
 * @param name the physical name, its levels separated by dots whatever separator clients use
 * @param parts of a composite destination, each destination that ActiveMQ sends to; of any other,
 *     the name itself
 */
public record DestinationName(DestinationKind kind, String name, List<DestinationName> parts) {

  /** How much of a name people read. */
  private static final int SHOWN = BoundedName.LONGEST;

  /** Copies the list. */
  public DestinationName {
    parts = List.copyOf(parts);
  }

  /** One destination. */
  public DestinationName(DestinationKind kind, String name) {
    this(kind, name, List.of());
  }

  /** A queue of this name. */
  public static DestinationName queue(String name) {
    return new DestinationName(DestinationKind.QUEUE, name);
  }

  /** A topic of this name. */
  public static DestinationName topic(String name) {
    return new DestinationName(DestinationKind.TOPIC, name);
  }

  /** Each of the destinations that a composite name names; of any other name, itself. */
  @Override
  public List<DestinationName> parts() {
    return parts.isEmpty() ? List.of(this) : parts;
  }

  /**
   * Whether it, or one of its parts, is a pattern: one of its levels is exactly {@code *} or {@code
   * >}.
   */
  public boolean isPattern() {
    return parts().stream().anyMatch(part -> DestinationPattern.isPattern(part.name));
  }

  /** Whether a pattern, which may be just a name, stands for all that this does. */
  public boolean isWithin(DestinationName pattern) {
    return kind == pattern.kind && DestinationPattern.of(pattern.name).covers(name);
  }

  /** Whether there is a name that both this and a pattern stand for. */
  public boolean meets(DestinationName pattern) {
    return kind == pattern.kind && DestinationPattern.of(pattern.name).meets(name);
  }

  /** The name with other levels in place of its wildcards. */
  public String withLevels(String one, String any) {
    return DestinationPattern.levels(name).stream()
        .map(level -> level.equals("*") ? one : level.equals(">") ? any : level)
        .collect(Collectors.joining("."));
  }

  /** The qualified names of all parts, comma-separated, so that nobody can misread one. */
  public String spelledOut() {
    return parts().stream().map(DestinationName::qualified).collect(Collectors.joining(","));
  }

  /**
   * The same for people, cut, since a client may choose more than anybody reads; two names that
   * differ stay two.
   */
  public String shown() {
    StringBuilder shown = new StringBuilder();
    for (DestinationName part : parts()) {
      shown.append(shown.isEmpty() ? "" : ",").append(part.kind.prefix());
      shown.append(part.name, 0, Math.min(part.name.length(), SHOWN + 1));
      if (shown.length() > SHOWN) {
        return BoundedName.cut(shown.toString(), spelledOut());
      }
    }
    return shown.toString();
  }

  private String qualified() {
    return kind.prefix() + name;
  }

  /** The destination of a qualified name; empty if it starts with no prefix. */
  public static Optional<DestinationName> qualified(String name) {
    return Arrays.stream(DestinationKind.values())
        .filter(kind -> name.startsWith(kind.prefix()))
        .findFirst()
        .map(kind -> new DestinationName(kind, name.substring(kind.prefix().length())));
  }

  /** The qualified name, such as {@code queue://ORDERS}. */
  @Override
  public String toString() {
    return qualified();
  }
}
