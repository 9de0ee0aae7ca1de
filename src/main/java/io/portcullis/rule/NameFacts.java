package io.portcullis.rule;

import io.portcullis.policy.Resource;
import io.portcullis.policy.Resource.Kind;

/**
 * The size of a destination name that a client chose, measured before the name is parsed.
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

  /** More destinations than anybody names in one. */
  public static final int MOST_PARTS = 1_000;

  /**
   * More levels than anybody uses. ActiveMQ keeps an object for each, and calls itself for each.
   */
  public static final int MOST_LEVELS = 1_000;

  /** More options than there are. ActiveMQ keeps them with the destination. */
  public static final int MOST_OPTIONS = 1_000;

  /** A name that has no more characters is within all limits. */
  public static final int SHORT = Math.min(MOST_PARTS, MOST_LEVELS);

  /** Whether it is within all limits. */
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
