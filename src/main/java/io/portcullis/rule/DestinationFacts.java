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
import java.util.Objects;

/**
 * A destination and what its body policy requires. It is created once for each destination and
 * cached, so that a send looks nothing up and allocates nothing.
 */
public final class DestinationFacts {

  /** No destination. No body meets its policy. */
  static final DestinationFacts NOWHERE =
      new DestinationFacts("", "", false, List.of(BodyRequirement.ENCRYPTED));

  private static final int SHOWN = 256;

  /** How the qualified names of temporary destinations begin. */
  private static final String TEMPORARY = "temp-";

  /**
   * Bytes that never occur in UTF-8. A name may contain half a surrogate pair, and would otherwise
   * equal another name.
   */
  private static final byte[] IN_NO_CONTEXT = {(byte) 0xFF};

  private final String name;
  private final Resource about;
  private final String originName;
  private final byte[] origin;
  private final boolean composite;
  private final List<BodyRequirement> demands;
  private final boolean open;
  private final boolean special;
  private final boolean temporary;

  /** A destination that is not {@link #special}. */
  public DestinationFacts(
      String name, String origin, boolean composite, List<BodyRequirement> demands) {
    this(name, Resource.of(Kind.DESTINATION, origin), origin, composite, demands, false);
  }

  /**
   * @param name its qualified name, for people; of a composite destination, all names
   * @param origin the destination that a message must be bound to; for an advisory with a client's
   *     message, the one that the message was sent to, otherwise the destination itself
   * @param composite whether it is several destinations
   * @param demands what its body policy requires, each once; of a composite destination, the
   *     requirements of every part
   * @param special whether an ordinary message is never sent to such a name
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
    this.temporary = name.startsWith(TEMPORARY);
    this.composite = composite;
    this.demands = List.copyOf(demands);
    this.open = this.demands.stream().noneMatch(BodyRequirement::encrypted);
  }

  /**
   * Returns the same destination for a forwarded message, which is bound to its original
   * destination.
   */
  public DestinationFacts reachedFrom(DestinationFacts sentTo) {
    return new DestinationFacts(name, about, sentTo.originName, composite, demands, special);
  }

  /**
   * Encodes a text in UTF-8. If UTF-8 cannot encode it, the result is bytes that no encryption
   * context contains.
   */
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

  /** Tells whether it has the same requirements as another destination, without an allocation. */
  public boolean demandsTheSameAs(DestinationFacts other) {
    if (demands.size() != other.demands.size()) {
      return false;
    }
    for (int i = 0; i < demands.size(); i++) {
      if (!Objects.equals(demands.get(i), other.demands.get(i))) {
        return false;
      }
    }
    return true;
  }

  /** Returns the qualified name. */
  public String name() {
    return name;
  }

  /**
   * Returns the subject for waivers. For an advisory with a client's message, it is the message's
   * original destination.
   */
  public Resource about() {
    return about;
  }

  /** Returns the name that a message must be bound to, for people. */
  String originName() {
    return originName.length() <= SHOWN ? originName : originName.substring(0, SHOWN) + "...";
  }

  /** Returns the same in UTF-8. The caller must not change it. */
  byte[] origin() {
    return origin;
  }

  /** Tells whether it is temporary, so that its name is made up. */
  public boolean temporary() {
    return temporary;
  }

  /** Tells whether it is several destinations. */
  boolean composite() {
    return composite;
  }

  /** Returns the body requirements. A message must meet all of them. */
  List<BodyRequirement> demands() {
    return demands;
  }

  /**
   * Tells whether it or a part is a pattern, or has the name of one of the broker's own services.
   */
  public boolean special() {
    return special;
  }

  /** Tells whether the rule does not apply to it or to any part. */
  public boolean open() {
    return open;
  }

  /** Tells whether refused messages are kept in quarantine, at every part. */
  public boolean quarantined() {
    return demands.stream().allMatch(BodyRequirement::quarantined);
  }
}
