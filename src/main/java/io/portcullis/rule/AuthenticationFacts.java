package io.portcullis.rule;

import java.util.List;

/**
 * How clients log in.
 *
 * @param configured whether an authentication plugin is in the chain
 * @param anonymousEntrances what lets somebody in without a name and password of their own, in
 *     words
 * @param logins those whose users are known here, and the web console's
 */
public record AuthenticationFacts(
    boolean configured, List<String> anonymousEntrances, List<KnownLogin> logins) {

  /** Copies the lists. */
  public AuthenticationFacts {
    anonymousEntrances = List.copyOf(anonymousEntrances);
    logins = List.copyOf(logins);
  }
}
