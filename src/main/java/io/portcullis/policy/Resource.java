package io.portcullis.policy;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The subject of a violation or a waiver: its kind and its id. A network connector is never the
 * transport connector of the same name.
 *
 * @param kind what it is
 * @param ids its id, letter by letter; of a composite destination, the ids of its parts
 */
public record Resource(Kind kind, List<String> ids) {

  /** A kind of subject. */
  public enum Kind {
    BROKER("broker"),
    CONNECTOR("connector"),
    NETWORK_CONNECTOR("network-connector"),
    PROXY_CONNECTOR("proxy-connector"),
    JMS_BRIDGE("jms-bridge"),
    PLUGIN("plugin"),
    /** A user that the broker knows. */
    USER("user"),
    /** The IP address of a client. */
    ADDRESS("address"),
    DESTINATION("destination"),
    TEMPORARY_DESTINATIONS("temporary destinations"),
    AUTHORIZATION_MAP("authorization map"),
    TRANSACTIONS("transactions"),
    /** Names that are too long, which nobody should repeat. */
    NAMES("names"),
    /** A bound that the broker has as a whole. */
    LIMITS("limits"),
    OPTION("option"),
    /** An element of {@code <systemUsage>}. */
    USAGE("usage"),
    PACKAGE("package"),
    WEB_CONNECTOR("web-connector"),
    WEB_APPLICATION("web-application"),
    /** Where JMX, Jolokia or another agent listens. */
    ENTRANCE("entrance"),
    MANAGEMENT("management"),
    FILE("file"),
    PROCESS("process"),
    /** A release of ActiveMQ. */
    RELEASE("release"),
    WAIVER("waiver"),
    /** The gate's own place in the configuration. */
    CONFIGURATION("configuration");

    private static final List<Kind> ONLY_ONES =
        List.of(
            TEMPORARY_DESTINATIONS,
            AUTHORIZATION_MAP,
            TRANSACTIONS,
            NAMES,
            LIMITS,
            MANAGEMENT,
            PROCESS,
            CONFIGURATION);

    private final String word;

    Kind(String word) {
      this.word = word;
    }

    /** What waivers, reports and the audit log call the kind. */
    public String word() {
      return word;
    }

    /** The kind of which a broker has one, by its word; empty for any other text. */
    private static Optional<Kind> onlyOne(String word) {
      return ONLY_ONES.stream().filter(kind -> kind.word.equals(word)).findFirst();
    }
  }

  /** Copies the list. */
  public Resource {
    ids = List.copyOf(ids);
  }

  /** The one of this kind and id. */
  public static Resource of(Kind kind, String id) {
    return new Resource(kind, List.of(id));
  }

  /** The only one of a kind, which needs no id. */
  public static Resource only(Kind kind) {
    return of(kind, kind.word);
  }

  /** The connector of this name. */
  public static Resource connector(String name) {
    return of(Kind.CONNECTOR, name);
  }

  /** The destination of this name; if it is a composite one, its parts. */
  public static Resource destination(DestinationName name) {
    return destinations(name.parts());
  }

  /** These destinations. */
  public static Resource destinations(List<DestinationName> names) {
    return new Resource(
        Kind.DESTINATION,
        names.stream()
            .flatMap(name -> name.parts().stream())
            .map(DestinationName::toString)
            .toList());
  }

  /**
   * What an operator's text is about. {@code KIND:ID} is about that kind. The word of a kind that
   * has only one member is about that member. A name such as {@code queue://A} is about a
   * destination. Any other text is about {@code plain}.
   *
   * @param plain the kind that a name without a kind is of
   */
  public static Resource named(String text, Kind plain) {
    for (Kind kind : Kind.values()) {
      String prefix = kind.word + ":";
      if (text.startsWith(prefix)) {
        return of(kind, text.substring(prefix.length()));
      }
    }
    return Kind.onlyOne(text)
        .map(Resource::only)
        .orElseGet(
            () -> of(DestinationName.qualified(text).isPresent() ? Kind.DESTINATION : plain, text));
  }

  /** Together with one more id of the same kind. */
  public Resource and(String id) {
    List<String> more = new ArrayList<>(ids);
    more.add(id);
    return new Resource(kind, more);
  }

  /** The id; of a composite destination, its parts in one text, which is not to be split again. */
  public String id() {
    return String.join(",", ids);
  }

  /** Kind and id, as a waiver may name it. */
  @Override
  public String toString() {
    return kind.word + ":" + id();
  }
}
