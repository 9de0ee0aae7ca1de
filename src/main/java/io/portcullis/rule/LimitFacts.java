package io.portcullis.rule;

import io.portcullis.policy.Resource;
import io.portcullis.policy.Resource.Kind;
import java.util.List;
import java.util.Optional;

/**
 * What clients may use up of a broker.
 *
 * @param connectors by its connectors
 * @param uncommitted the messages that a transaction may hold; empty where this version of ActiveMQ
 *     has no such bound
 * @param inflated the bytes that a compressed body may become; empty where this version of ActiveMQ
 *     has no such bound
 * @param destinations how many destinations
 * @param spaces how much memory and disk
 * @param heapBytes how large the heap of this JVM may grow
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
