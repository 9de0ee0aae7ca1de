package io.portcullis.rule;

import io.portcullis.policy.Resource;

/**
 * A frame before the login that is larger than a login may be.
 *
 * @param connector the name of the connector that it came through
 * @param remoteAddress its sender, as the transport names it
 * @param mostBytes the limit in bytes
 */
public record FrameFacts(String connector, String remoteAddress, int mostBytes) implements Judged {

  /** How many bytes a frame may have before the login. */
  public static final int MOST_BYTES = 65_536;

  /**
   * How many bytes MQTT's CONNECT may have after its fixed header, which is the only frame of MQTT
   * before a login: ten bytes of 3.1.1, two more of 3.1, and five fields with 65,535 bytes each.
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
