package io.portcullis.rule;

import io.portcullis.policy.Resource;

/**
 * Somebody who opened a connection of a connector that finds out the protocol, and did not say one.
 *
 * @param connector the connector's name; ActiveMQ does not say who it was
 */
public record SilentClientFacts(String connector) implements Judged {

  @Override
  public Resource about() {
    return Resource.connector(connector);
  }

  @Override
  public String where() {
    return "a client on connector \"%s\"".formatted(connector);
  }
}
