package io.portcullis.rule;

import io.portcullis.policy.Resource;
import java.util.Set;

/**
 * How a connection was logged in.
 *
 * <p>Asked by {@code gate.ConnectionGate}.
 *
 * @param connection the connection
 * @param loggedIn whether an authentication plugin accepted it
 * @param credentials whether the client showed a user name or a certificate
 * @param principals the names of its users and groups
 */
public record LoginFacts(
    Judged connection, boolean loggedIn, boolean credentials, Set<String> principals)
    implements Judged {

  /** Copies the set. */
  public LoginFacts {
    principals = Set.copyOf(principals);
  }

  @Override
  public Resource about() {
    return connection.about();
  }

  @Override
  public String where() {
    return connection.where();
  }
}
