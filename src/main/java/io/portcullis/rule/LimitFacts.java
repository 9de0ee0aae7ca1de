package io.portcullis.rule;

import io.portcullis.policy.Resource;
import io.portcullis.policy.Resource.Kind;
import java.util.List;
import java.util.Optional;

/**
 * The limits on what clients may use of a broker.
 *
 * @param connectors the limits of its connectors
 * @param uncommitted the limit on messages in a transaction; empty if this ActiveMQ version has
 *     none
 * @param inflated the limit on the bytes of a decompressed body; empty if this ActiveMQ version has
 *     none
 * @param destinations the limits on the number of destinations
 * @param spaces the limits on memory and disk
 * @param heapBytes the maximum size of this JVM's heap
 * @param unreplaced the placeholders that nothing replaced
 */
public record LimitFacts(
    List<ConnectorLimits> connectors,
    Optional<Bound> uncommitted,
    Optional<Bound> inflated,
    List<DestinationLimit> destinations,
    List<SpaceLimit> spaces,
    long heapBytes,
    List<UnreplacedPlaceholder> unreplaced)
    implements Judged {

  /**
   * A placeholder that nothing replaced, so that its text is the value.
   *
   * @param where the element or class with the text, in words
   * @param property the attribute or property
   * @param name the placeholder's name
   * @param replaces whether something replaces other placeholders
   * @param meant the known name that was probably meant, if one is similar
   */
  public record UnreplacedPlaceholder(
      String where, String property, String name, boolean replaces, Optional<String> meant)
      implements Judged {

    @Override
    public Resource about() {
      return Resource.of(Kind.OPTION, property);
    }
  }

  /** Copies the lists. */
  public LimitFacts {
    connectors = List.copyOf(connectors);
    destinations = List.copyOf(destinations);
    spaces = List.copyOf(spaces);
    unreplaced = List.copyOf(unreplaced);
  }

  /** Creates limits of a broker whose placeholders are all replaced. */
  public LimitFacts(
      List<ConnectorLimits> connectors,
      Optional<Bound> uncommitted,
      Optional<Bound> inflated,
      List<DestinationLimit> destinations,
      List<SpaceLimit> spaces,
      long heapBytes) {
    this(connectors, uncommitted, inflated, destinations, spaces, heapBytes, List.of());
  }

  @Override
  public Resource about() {
    return Resource.only(Kind.LIMITS);
  }

  @Override
  public String where() {
    return "limits";
  }
}
