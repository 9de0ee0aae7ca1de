package io.portcullis.testing;

import java.util.List;
import java.util.stream.Stream;

/** The schemes of transport connectors that carry TLS. */
public final class Schemes {

  /** Those of plain sockets. */
  public static final List<String> TLS_OVER_SOCKETS =
      List.of(
          "ssl",
          "nio+ssl",
          "auto+ssl",
          "auto+nio+ssl",
          "amqp+ssl",
          "amqp+nio+ssl",
          "mqtt+ssl",
          "mqtt+nio+ssl",
          "stomp+ssl",
          "stomp+nio+ssl");

  /** Those, and WebSocket's. */
  public static final List<String> TLS =
      Stream.concat(TLS_OVER_SOCKETS.stream(), Stream.of("wss")).toList();

  /** One for each protocol. */
  public static final List<String> PROTOCOLS =
      List.of("ssl", "amqp+ssl", "mqtt+ssl", "stomp+ssl", "wss");

  private Schemes() {}
}
