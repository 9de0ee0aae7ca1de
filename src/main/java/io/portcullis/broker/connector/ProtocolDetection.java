package io.portcullis.broker.connector;

import io.portcullis.broker.platform.ActiveMqInternals;
import io.portcullis.enforce.Enforcer;
import io.portcullis.enforce.Moment;
import io.portcullis.enforce.Subject;
import io.portcullis.rule.RuleIds;
import io.portcullis.rule.SilentClientFacts;
import org.apache.activemq.transport.InactivityIOException;
import org.apache.activemq.transport.TransportServer;
import org.apache.activemq.transport.auto.AutoTcpTransportServer;

/**
 * Bounds how long {@code auto} connectors wait for the protocol. They wait for eight bytes, with
 * two threads for each connection. If a client does not send them, its connection ends after half a
 * minute at most and the audit log records it.
 */
final class ProtocolDetection {

  /** The timeout, which is the one for logins. */
  private static final int MOST_MILLIS = 30_000;

  private final String connector;
  private final Enforcer enforcer;

  ProtocolDetection(String connector, Enforcer enforcer) {
    this.connector = connector;
    this.enforcer = enforcer;
  }

  /** Bounds the time that an {@code auto} server waits. */
  void bound(TransportServer server) {
    if (server instanceof AutoTcpTransportServer auto
        && enforcer.enforces(RuleIds.REQUIRE_AUTHENTICATION)
        && !isBounded(auto)) {
      auto.setProtocolDetectionTimeOut(MOST_MILLIS);
    }
  }

  private static boolean isBounded(AutoTcpTransportServer server) {
    return ActiveMqInternals.DETECTION_TIMEOUT.get(server) instanceof Integer millis
        && millis > 0
        && millis <= MOST_MILLIS;
  }

  /** Judges the error of a connection that was not accepted and that is not a failed handshake. */
  void failed(Exception error) {
    if (isUndetected(error)) {
      SilentClientFacts silence = new SilentClientFacts(connector);
      // Nothing is thrown: the connection has ended already.
      enforcer.judge(
          Moment.CONNECTION,
          new Subject(connector, "", "", "", "", ""),
          silence,
          rule -> rule.judge(silence));
    }
  }

  /**
   * Tells whether {@code AutoTcpTransportServer} found no protocol, because of a timeout or unknown
   * bytes. A client that ends the connection is not to blame: that is a probe, as on other
   * connectors.
   */
  private static boolean isUndetected(Exception error) {
    return error instanceof InactivityIOException || error instanceof IllegalStateException;
  }
}
