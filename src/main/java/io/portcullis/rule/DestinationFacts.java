package io.portcullis.rule;

import io.portcullis.policy.BodyRequirement;
import io.portcullis.policy.DestinationName;
import io.portcullis.policy.Resource;
import io.portcullis.policy.Resource.Kind;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * A destination and what its body policy requires. It is created once for each destination and
 * cached, so that a send looks nothing up and allocates nothing.
 */
public final class DestinationFacts {

  /** No destination, and closed to everything. */
  static final DestinationFacts NOWHERE =
      new DestinationFacts("", "", false, List.of(BodyRequirement.ENCRYPTED));

  private static final int SHOWN = 256;

  /** Never in UTF-8. A name may hold half a surrogate pair, and would else be like another name. */
  private static final byte[] IN_NO_CONTEXT = {(byte) 0xFF};

  private final String name;
  private final Resource about;
  private final String originName;
  private final byte[] origin;
  private final boolean composite;
  private final List<BodyRequirement> demands;
  private final boolean open;
  private final boolean special;

  /** A destination that is not {@link #special}. */
  public DestinationFacts(
      String name, String origin, boolean composite, List<BodyRequirement> demands) {
    this(name, Resource.of(Kind.DESTINATION, origin), origin, composite, demands, false);
  }

  /**
   * @param name its qualified name, for people; of a composite destination, all of them
   * @param origin what a message has to be bound to: of an advisory that carries a client's
   *     message, the destination that the message was sent to; else the destination itself
   * @param composite whether it is several destinations
   * @param demands what it demands, each once; of a composite destination, what every part demands
   * @param special whether its name is one that no ordinary message is sent to
   */
  public DestinationFacts(
      String name,
      DestinationName origin,
      boolean composite,
      List<BodyRequirement> demands,
      boolean special) {
    this(name, Resource.destination(origin), origin.spelledOut(), composite, demands, special);
  }

  private DestinationFacts(
      String name,
      Resource about,
      String origin,
      boolean composite,
      List<BodyRequirement> demands,
      boolean special) {
    this.name = name;
    this.about = about;
    this.originName = origin;
    this.origin = utf8(origin);
    this.special = special;
    this.composite = composite;
    this.demands = List.copyOf(demands);
    this.open = this.demands.stream().noneMatch(BodyRequirement::encrypted);
  }

  /** The same destination, for a message that is bound to where it was sent to before. */
  public DestinationFacts reachedFrom(DestinationFacts sentTo) {
    return new DestinationFacts(name, about, sentTo.originName, composite, demands, special);
  }

  /** The text in UTF-8. Of text that UTF-8 cannot write, bytes that no encryption context holds. */
  private static byte[] utf8(String text) {
    try {
      ByteBuffer encoded = StandardCharsets.UTF_8.newEncoder().encode(CharBuffer.wrap(text));
      byte[] bytes = new byte[encoded.remaining()];
      encoded.get(bytes);
      return bytes;
    } catch (CharacterCodingException e) {
      return IN_NO_CONTEXT.clone();
    }
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
  public Resource about() {
    return about;
  }

  /** The name that a message has to be bound to, for people. */
  String originName() {
    return originName.length() <= SHOWN ? originName : originName.substring(0, SHOWN) + "...";
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
  List<BodyRequirement> demands() {
    return demands;
  }

  /** Whether it, or a part, is a pattern or is named like one of the broker's own services. */
  public boolean special() {
    return special;
  }

  /** Whether it is out of the rule, with all its parts. */
  public boolean open() {
    return open;
  }

  /** Whether messages that are refused are kept aside, at every part. */
  public boolean quarantined() {
    return demands.stream().allMatch(BodyRequirement::quarantined);
  }
}
