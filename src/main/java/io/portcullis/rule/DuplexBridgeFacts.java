package io.portcullis.rule;

import io.portcullis.policy.Resource;

/**
 * A peer that asks this broker for a bridge back to it over the same connection.
 *
 * <p>Asked by {@code broker.connector.GatedTransport} and {@code gate.ConnectionGate}.
 *
 * @param connector the connector that it came through
 * @param remoteAddress its address
 */
public record DuplexBridgeFacts(String connector, String remoteAddress) implements Judged {

  @Override
  public Resource about() {
    return Resource.connector(connector);
  }

  @Override
  public String where() {
    return "duplex bridge from %s on connector \"%s\"".formatted(remoteAddress, connector);
  }
}
