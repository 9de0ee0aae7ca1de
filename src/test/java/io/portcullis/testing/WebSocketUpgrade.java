package io.portcullis.testing;

import java.nio.charset.StandardCharsets;

/** The request with which a client of MQTT asks for a WebSocket. */
public final class WebSocketUpgrade {

  private static final String REQUEST =
      """
      GET / HTTP/1.1
      Host: localhost
      Upgrade: websocket
      Connection: Upgrade
      Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==
      Sec-WebSocket-Version: 13
      Sec-WebSocket-Protocol: mqtt

      """;

  private WebSocketUpgrade() {}

  /** The request as it is sent. */
  public static byte[] request() {
    return REQUEST.replace("\n", "\r\n").getBytes(StandardCharsets.US_ASCII);
  }
}
