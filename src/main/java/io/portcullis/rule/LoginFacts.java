package io.portcullis.rule;

import java.util.Set;

/**
 * How a connection was logged in.
 *
 * @param where the connection, in words
 * @param loggedIn whether an authentication plugin accepted it
 * @param credentials whether the client showed a user name or a certificate
 * @param principals the names of the users and groups it was given
 */
public record LoginFacts(
    String where, boolean loggedIn, boolean credentials, Set<String> principals) {

  /** Copies the set. */
  public LoginFacts {
    principals = Set.copyOf(principals);
  }
}
