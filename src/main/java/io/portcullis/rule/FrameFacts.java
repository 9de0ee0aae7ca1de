package io.portcullis.rule;

import io.portcullis.policy.Resource;

/**
 * A frame before the login that is larger than a login may be.
 *
 * <p>Asked by {@code broker.connector.FrameLimit}.
 *
 * @param connector the name of the connector that it came through
 * @param remoteAddress its sender, as the transport names it
 * @param mostBytes the limit in bytes
 */
public record FrameFacts(String connector, String remoteAddress, int mostBytes) implements Judged {

  /** The limit on a frame before the login, in bytes. */
  public static final int MOST_BYTES = 65_536;

  /**
   * The limit on MQTT's CONNECT after its fixed header, in bytes. It is the only frame of MQTT
   * before a login. It has ten bytes in 3.1.1, two more in 3.1, and five fields with 65,535 bytes
   * each.
   *
   * @see <a
   *     href="https://docs.oasis-open.org/mqtt/mqtt/v3.1.1/os/mqtt-v3.1.1-os.html#_Toc398718028">MQTT
   *     3.1.1, CONNECT</a>
   */
  public static final int MOST_CONNECT_BYTES = 12 + 5 * (2 + 65_535);

  @Override
  public Resource about() {
    return Resource.connector(connector);
  }

  @Override
  public String where() {
    return "client %s on connector \"%s\"".formatted(remoteAddress, connector);
  }
}
