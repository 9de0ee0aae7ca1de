package io.portcullis.rule;

import io.portcullis.policy.Resource;

/**
 * Somebody who is logged in and says that it is the bridge of a peer broker.
 *
 * @param connector the connector it came through
 * @param remoteAddress where it is
 * @param user who
 * @param member whether the login is in the group of the bridges
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
