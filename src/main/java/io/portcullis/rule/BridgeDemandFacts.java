package io.portcullis.rule;

import io.portcullis.policy.DestinationName;
import io.portcullis.policy.Resource;
import io.portcullis.policy.Resource.Kind;
import java.util.List;

/**
 * A peer's request to a bridge of this broker.
 *
 * <p>Asked by {@code broker.bridge.RemoteBridgeEnd}.
 *
 * @param link the network connector's name
 * @param peer the address of the peer
 * @param demand the request
 * @param destination the destination of the request
 * @param included what the network connector includes
 */
public record BridgeDemandFacts(
    String link, String peer, Demand demand, DestinationName destination, Included included)
    implements Judged {

  /** The kind of a peer's request. */
  public enum Demand {
    READ("forward to a consumer of"),
    SEND("take a message to"),
    MAKE("make"),
    REMOVE("remove");

    private final String words;

    Demand(String words) {
      this.words = words;
    }

    /** Describes the request. */
    String words() {
      return words;
    }
  }

  /**
   * The destinations that a network connector includes. Names may be patterns.
   *
   * @param excluded excluded destinations
   * @param statically destinations that are always included
   * @param dynamically destinations that are included on demand; if it is empty, all that are not
   *     excluded
   * @param temporary whether temporary destinations are included
   */
  public record Included(
      List<DestinationName> excluded,
      List<DestinationName> statically,
      List<DestinationName> dynamically,
      boolean temporary) {

    /** Copies the lists. */
    public Included {
      excluded = List.copyOf(excluded);
      statically = List.copyOf(statically);
      dynamically = List.copyOf(dynamically);
    }

    private boolean covers(DestinationName part) {
      if (part.kind().isTemporary()) {
        return temporary;
      }
      if (excluded.stream().anyMatch(part::meets)) {
        return false;
      }
      return dynamically.isEmpty()
          || statically.stream().anyMatch(part::isWithin)
          || dynamically.stream().anyMatch(part::isWithin);
    }
  }

  /**
   * Tells whether the network connector includes the whole destination. A bridge creates and
   * removes its own copies.
   */
  boolean isIncluded() {
    boolean copies = demand == Demand.MAKE || demand == Demand.REMOVE;
    return destination.parts().stream()
        .allMatch(part -> (!copies || part.kind().isTemporary()) && included.covers(part));
  }

  @Override
  public Resource about() {
    return Resource.of(Kind.NETWORK_CONNECTOR, link);
  }

  @Override
  public String where() {
    return "network connector \"%s\" to %s".formatted(link, peer);
  }
}
