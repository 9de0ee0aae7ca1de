package io.portcullis.rule;

import io.portcullis.policy.Resource;

/**
 * A logged-in client that claims to be the bridge of a peer broker.
 *
 * <p>Asked by {@code broker.connector.CommandGate}.
 *
 * @param connector the connector that it came through
 * @param remoteAddress its address
 * @param user its user
 * @param member whether the user is in the bridges' group
 */
public record BridgeClaimFacts(String connector, String remoteAddress, String user, boolean member)
    implements Judged {

  @Override
  public Resource about() {
    return Resource.connector(connector);
  }

  @Override
  public String where() {
    return "user \"%s\" from %s on connector \"%s\"".formatted(user, remoteAddress, connector);
  }
}
