package io.portcullis.rule;

import io.portcullis.policy.Resource;
import io.portcullis.policy.Resource.Kind;

/**
 * How much a client's name of a destination is, before anything takes it apart.
 *
 * @param user who
 * @param characters how long it is, with its options
 * @param parts how many destinations it names
 * @param levels how many levels the part with the most has
 * @param options how many options stand behind it
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
