package io.portcullis.policy;

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

  /** The qualified name, such as {@code queue://ORDERS}. */
  @Override
  public String toString() {
    return kind.prefix() + name;
  }
}
