package io.portcullis.usage;

import java.util.Set;

/**
 * How a user connected.
 *
 * @param user the user; empty for all who are not logged in
 * @param groups the user's groups at the last login
 * @param client the client id, with {@code …} in place of what its library generated
 * @param protocol what it spoke, such as {@code openwire} or {@code mqtt+ws}
 * @param connector the connector's name
 * @param address the IP address; empty for a client in this JVM
 * @param logins how often
 * @param seen when
 */
public record ClientUse(
    String user,
    Set<String> groups,
    String client,
    String protocol,
    String connector,
    String address,
    long logins,
    Seen seen) {

  /** Copies the set. */
  public ClientUse {
    groups = Set.copyOf(groups);
  }
}
