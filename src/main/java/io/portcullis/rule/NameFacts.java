package io.portcullis.rule;

import io.portcullis.policy.Resource;
import io.portcullis.policy.Resource.Kind;

/**
 * The size of a destination name that a client chose, measured before the name is parsed.
 *
 * <p>Asked by {@code gate.NameGate}.
 *
 * @param user the user
 * @param characters its length in characters, with its options
 * @param parts the number of destinations in it
 * @param levels the number of levels in its deepest part
 * @param options the number of its options
 */
public record NameFacts(String user, int characters, int parts, int levels, int options)
    implements Judged {

  /** The longest name that OpenWire and MQTT can carry. */
  public static final int MOST_CHARACTERS = 65_535;

  /** The maximum number of destinations in a name. No real name has as many. */
  public static final int MOST_PARTS = 1_000;

  /**
   * The maximum number of levels. No real name has as many. For each, ActiveMQ keeps an object and
   * makes a recursive call.
   */
  public static final int MOST_LEVELS = 1_000;

  /**
   * The maximum number of options. There are not as many. ActiveMQ keeps them with the destination.
   */
  public static final int MOST_OPTIONS = 1_000;

  /** The length up to which a name is within all limits. */
  public static final int SHORT = Math.min(MOST_PARTS, MOST_LEVELS);

  /** Tells whether it is within all limits. */
  boolean bounded() {
    return characters <= MOST_CHARACTERS
        && parts <= MOST_PARTS
        && levels <= MOST_LEVELS
        && options <= MOST_OPTIONS;
  }

  @Override
  public Resource about() {
    return Resource.only(Kind.NAMES);
  }

  @Override
  public String where() {
    return "user \"%s\"".formatted(user);
  }
}
