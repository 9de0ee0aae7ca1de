package io.portcullis.rule;

import java.util.List;

/**
 * How clients log in.
 *
 * @param configured whether an authentication plugin is in the chain
 * @param anonymousEntrances what lets a client in without a name and password of its own, in words
 * @param logins the logins of the broker's clients, and those in ActiveMQ's own file for the
 *     console
 */
public record AuthenticationFacts(
    boolean configured, List<String> anonymousEntrances, KnownLogins logins) {

  /** Copies the list. */
  public AuthenticationFacts {
    anonymousEntrances = List.copyOf(anonymousEntrances);
  }
}
