package io.portcullis.rule;

/**
 * A peer that asks this broker to make a bridge back to it over the same connection.
 *
 * @param connector the connector it came through
 * @param remoteAddress where it is
 */
public record PeerBridgeFacts(String connector, String remoteAddress) implements Judged {

  @Override
  public String subject() {
    return connector;
  }

  @Override
  public String where() {
    return "duplex bridge from %s on connector \"%s\"".formatted(remoteAddress, connector);
  }
}
