package io.portcullis.broker.connector;

import io.portcullis.broker.platform.ActiveMqInternals;
import io.portcullis.broker.platform.Protocol;
import io.portcullis.enforce.Enforcer;
import io.portcullis.enforce.Moment;
import io.portcullis.enforce.Subject;
import io.portcullis.rule.HeartBeatFacts;
import io.portcullis.rule.PeerFacts;
import io.portcullis.rule.Violation;
import java.io.IOException;
import java.util.Optional;
import java.util.stream.LongStream;
import org.apache.activemq.command.ConnectionInfo;
import org.apache.activemq.command.WireFormatInfo;
import org.apache.activemq.transport.Transport;
import org.apache.activemq.transport.amqp.AmqpTransportFilter;
import org.apache.activemq.transport.stomp.StompInactivityMonitor;
import org.apache.activemq.transport.stomp.StompTransport;

/**
 * Judges how often a client asks for heart-beats from the broker. OpenWire clients ask in the
 * negotiation of the wire format, STOMP and AMQP clients with their login. MQTT counts in seconds,
 * and its broker sends nothing by itself.
 */
final class HeartBeats {

  private final Transport transport;
  private final PeerFacts peer;
  private final Enforcer enforcer;

  HeartBeats(Transport transport, PeerFacts peer, Enforcer enforcer) {
    this.transport = transport;
    this.peer = peer;
    this.enforcer = enforcer;
  }

  /** Tells why a wire format is refused, if it is. */
  Optional<String> refusal(WireFormatInfo info) {
    try {
      return judge(info.getMaxInactivityDuration());
    } catch (IOException e) {
      // ActiveMQ could not read it either, and has ended the connection.
      return Optional.empty();
    }
  }

  /** Tells why a login is refused, if it is. */
  Optional<String> refusal(ConnectionInfo login) {
    return switch (Protocol.of(transport.getWireFormat())) {
      case STOMP -> judge(Stomp.interval(transport));
      case AMQP -> judge(Amqp.interval(transport));
      case OPENWIRE, MQTT, UNKNOWN -> Optional.empty();
    };
  }

  private Optional<String> judge(long intervalMillis) {
    HeartBeatFacts beat =
        new HeartBeatFacts(peer.connector(), peer.remoteAddress(), intervalMillis);
    String protocol = Protocol.of(transport.getWireFormat()).word();
    return enforcer
        .judge(
            Moment.CONNECTION,
            new Subject(peer.connector(), peer.remoteAddress(), "", "", protocol, ""),
            beat,
            rule -> rule.judge(beat))
        .stream()
        .findFirst()
        .map(Violation::line);
  }

  /**
   * The heart-beats of STOMP: the client asks for some and promises some. The broker has a timer
   * for each.
   */
  private static final class Stomp {

    static long interval(Transport transport) {
      StompTransport stomp = transport.narrow(StompTransport.class);
      StompInactivityMonitor monitor = stomp == null ? null : stomp.getInactivityMonitor();
      if (monitor == null) {
        return 0;
      }
      return LongStream.of(monitor.getReadCheckTime(), monitor.getWriteCheckTime())
          .filter(millis -> millis > 0)
          .min()
          .orElse(0);
    }
  }

  /** The idle-time-out of AMQP. ActiveMQ's own protocol engine knows it. */
  private static final class Amqp {

    static long interval(Transport transport) {
      Transport inner =
          InnerTransport.of(transport).map(InnerTransport::transport).orElse(transport);
      AmqpTransportFilter amqp = inner.narrow(AmqpTransportFilter.class);
      if (amqp == null) {
        return 0;
      }
      Object connection = amqp.getProtocolConverter();
      return ActiveMqInternals.AMQP_ENGINE.isOf(connection)
          ? ((org.apache.qpid.proton.engine.Transport)
                  ActiveMqInternals.AMQP_ENGINE.get(connection))
              .getRemoteIdleTimeout()
          : 0;
    }
  }
}
