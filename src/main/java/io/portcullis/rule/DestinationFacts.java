package io.portcullis.rule;

import io.portcullis.policy.BodyDemand;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * A destination and what it demands of a body: made once for each destination and remembered, so
 * that a send looks nothing up and makes nothing.
 */
public final class DestinationFacts {

  /** No destination, and closed to everything. */
  static final DestinationFacts NOWHERE =
      new DestinationFacts("", "", false, List.of(BodyDemand.ENCRYPTED));

  private final String name;
  private final String subject;
  private final String originName;
  private final byte[] origin;
  private final boolean composite;
  private final List<BodyDemand> demands;
  private final boolean open;

  /**
   * @param name its qualified name; of a composite destination, all of them
   * @param origin the qualified name that a message has to be bound to: of an advisory that carries
   *     a client's message, the destination that the message was sent to; of a composite
   *     destination, all of them spelled out; else {@code name}
   * @param composite whether it is several destinations
   * @param demands what it demands, each once; of a composite destination, what every part demands
   */
  public DestinationFacts(String name, String origin, boolean composite, List<BodyDemand> demands) {
    this(name, origin, origin, composite, demands);
  }

  private DestinationFacts(
      String name, String subject, String origin, boolean composite, List<BodyDemand> demands) {
    this.name = name;
    this.subject = subject;
    this.originName = origin;
    this.origin = origin.getBytes(StandardCharsets.UTF_8);
    this.composite = composite;
    this.demands = List.copyOf(demands);
    this.open = this.demands.stream().noneMatch(BodyDemand::encrypted);
  }

  /** The same destination, for a message that is bound to where it was sent to before. */
  public DestinationFacts reachedFrom(DestinationFacts sentTo) {
    return new DestinationFacts(name, subject, sentTo.originName, composite, demands);
  }

  /** Whether it demands what another destination does. */
  public boolean demandsTheSameAs(DestinationFacts other) {
    return demands.equals(other.demands);
  }

  /** The qualified name. */
  public String name() {
    return name;
  }

  /** What a waiver names: of an advisory that carries a client's message, where that was sent. */
  public String subject() {
    return subject;
  }

  /** The name that a message has to be bound to. */
  String originName() {
    return originName;
  }

  /** The same in UTF-8; not to be changed. */
  byte[] origin() {
    return origin;
  }

  /** Whether it is several destinations. */
  boolean composite() {
    return composite;
  }

  /** What it demands of a body; a message has to meet all of them. */
  List<BodyDemand> demands() {
    return demands;
  }

  /** Whether it is out of the rule, with all its parts. */
  public boolean open() {
    return open;
  }

  /** Whether messages that are refused are kept aside, at every part. */
  public boolean quarantined() {
    return demands.stream().allMatch(BodyDemand::quarantined);
  }
}
