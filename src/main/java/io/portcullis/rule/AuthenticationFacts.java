package io.portcullis.rule;

import java.util.List;

/**
 * How clients log in.
 *
 * @param configured whether an authentication plugin is in the chain
 * @param anonymousEntrances what lets somebody in without a name and password of their own, in
 *     words
 */
public record AuthenticationFacts(boolean configured, List<String> anonymousEntrances) {

  /** Copies the list. */
  public AuthenticationFacts {
    anonymousEntrances = List.copyOf(anonymousEntrances);
  }
}
