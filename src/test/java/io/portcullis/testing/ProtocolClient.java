package io.portcullis.testing;

import java.util.Optional;

/** One connection of a real client library, in the few words that all protocols have. */
public interface ProtocolClient extends AutoCloseable {

  /** The six ways to a broker, with the scheme of their TLS connector. */
  enum Way {
    OPENWIRE("ssl"),
    AMQP("amqp+ssl"),
    MQTT("mqtt+ssl"),
    STOMP("stomp+ssl"),
    MQTT_OVER_WEBSOCKET("wss"),
    STOMP_OVER_WEBSOCKET("wss");

    private final String scheme;

    Way(String scheme) {
      this.scheme = scheme;
    }

    /** The connector's scheme, and in tests its name. */
    public String scheme() {
      return scheme;
    }

    /** Whether the way ends a connection to say no. */
    public boolean isMqtt() {
      return this == MQTT || this == MQTT_OVER_WEBSOCKET;
    }

    /** Whether the way is STOMP. */
    public boolean isStomp() {
      return this == STOMP || this == STOMP_OVER_WEBSOCKET;
    }
  }

  /** Connects a user; throws whatever the library throws if that is refused. */
  static ProtocolClient connect(Way way, GatedBroker broker, String user) throws Exception {
    return connect(way, broker.port(way.scheme()), user);
  }

  /** Connects a user to a port. */
  static ProtocolClient connect(Way way, int port, String user) throws Exception {
    return switch (way) {
      case OPENWIRE -> JmsClient.openWire(port, user);
      case AMQP -> JmsClient.amqp(port, user);
      case MQTT, MQTT_OVER_WEBSOCKET -> MqttClient.connect(port, user, way != Way.MQTT);
      case STOMP -> StompClient.overTcp(port, user);
      case STOMP_OVER_WEBSOCKET -> StompClient.overWebSocket(port, user);
    };
  }

  /** Receives from a topic, from when this returns on. */
  void subscribe(String topic) throws Exception;

  /** The next body, or nothing within the time. */
  Optional<byte[]> receive(long millis) throws Exception;

  /**
   * Sends to a topic and waits for the broker's answer.
   *
   * @throws Refused if the answer is no
   */
  void send(String topic, byte[] body) throws Exception;

  /** Whether the connection is still there. */
  boolean isOpen();

  @Override
  void close();

  /** The broker said no; the message is what the client library was told. */
  final class Refused extends Exception {
    private static final long serialVersionUID = 1L;

    Refused(String answer) {
      super(answer);
    }
  }
}
