package io.portcullis.usage;

import java.util.Set;

/**
 * Who used something.
 *
 * @param user the name of the login; empty for all who are not logged in, whatever they claim
 * @param groups the groups of the login, as far as it shows them
 */
public record Actor(String user, Set<String> groups) {

  /** Everybody who is not logged in. */
  public static final Actor NOBODY = new Actor("", Set.of());

  /** Copies the set. */
  public Actor {
    groups = Set.copyOf(groups);
  }
}
