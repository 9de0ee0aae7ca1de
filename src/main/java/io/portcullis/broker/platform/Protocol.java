package io.portcullis.broker.platform;

import java.util.Locale;
import java.util.Map;
import org.apache.activemq.broker.Connection;
import org.apache.activemq.broker.TransportConnection;
import org.apache.activemq.wireformat.WireFormat;

/**
 * The protocol of a connection. It is taken from the wire format of its transport, not from what
 * the client claims.
 */
public enum Protocol {
  OPENWIRE,
  AMQP,
  MQTT,
  STOMP,
  UNKNOWN;

  /** By name, since the protocols' modules need not be on the class path. */
  private static final Map<String, Protocol> BY_WIRE_FORMAT =
      Map.of(
          ActiveMqInternals.OPENWIRE_FORMAT, OPENWIRE,
          ActiveMqInternals.AMQP_FORMAT, AMQP,
          ActiveMqInternals.MQTT_FORMAT, MQTT,
          ActiveMqInternals.STOMP_FORMAT, STOMP);

  /** The protocol of a live connection. */
  public static Protocol of(Connection connection) {
    if (!(connection instanceof TransportConnection live)) {
      return UNKNOWN;
    }
    return of(live.getTransport().getWireFormat());
  }

  /** The protocol of a wire format, which may be null. */
  public static Protocol of(WireFormat format) {
    return format == null
        ? UNKNOWN
        : BY_WIRE_FORMAT.getOrDefault(format.getClass().getName(), UNKNOWN);
  }

  /**
   * Tells whether ActiveMQ may acknowledge a refused message. Over MQTT it does. An unknown
   * protocol may do so too.
   */
  public static boolean mayAcknowledgeRefused(Connection connection) {
    Protocol protocol = of(connection);
    return protocol == MQTT
        || (protocol == UNKNOWN
            && connection instanceof TransportConnection live
            && !Transports.isInVm(live.getTransport()));
  }

  /**
   * Tells whether an error that answers no request goes to the listener of the whole connection, as
   * OpenWire's do. Pools then close the connection, with all who share it.
   */
  public static boolean reportsErrorsToConnection(Connection connection) {
    Protocol protocol = of(connection);
    return protocol == OPENWIRE
        || (protocol == UNKNOWN
            && connection instanceof TransportConnection live
            && Transports.isInVm(live.getTransport()));
  }

  /** Returns the name in the audit log; empty if the protocol is unknown. */
  public String word() {
    return this == UNKNOWN ? "" : name().toLowerCase(Locale.ROOT);
  }
}
