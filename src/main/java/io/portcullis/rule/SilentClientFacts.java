package io.portcullis.rule;

import io.portcullis.policy.Resource;

/**
 * A client of an {@code auto} connector that sent nothing from which its protocol is known.
 *
 * <p>Asked by {@code broker.connector.ProtocolDetection}.
 *
 * @param connector the connector's name; ActiveMQ does not tell the client's address
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
