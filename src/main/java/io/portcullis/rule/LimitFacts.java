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
 */
public record LimitFacts(
    List<ConnectorLimits> connectors,
    Optional<Bound> uncommitted,
    Optional<Bound> inflated,
    List<DestinationLimit> destinations,
    List<SpaceLimit> spaces,
    long heapBytes)
    implements Judged {

  /** Copies the lists. */
  public LimitFacts {
    connectors = List.copyOf(connectors);
    destinations = List.copyOf(destinations);
    spaces = List.copyOf(spaces);
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
