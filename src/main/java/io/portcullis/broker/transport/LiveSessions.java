package io.portcullis.broker.transport;

import io.portcullis.broker.platform.ActiveMqInternals;
import io.portcullis.rule.SessionFacts;
import java.net.Socket;
import java.util.Optional;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLSession;
import javax.net.ssl.SSLSocket;
import org.apache.activemq.transport.Transport;
import org.apache.activemq.transport.nio.NIOSSLTransport;

/** Reads the TLS sessions of live transports. WebSockets show none. */
final class LiveSessions {

  /** The cipher suite that stands for a missing session. */
  static final String FAILED_HANDSHAKE = "SSL_NULL_WITH_NULL_NULL";

  private LiveSessions() {}

  /** Returns the session of a transport, if it has a visible one. */
  static Optional<SessionFacts> of(Transport transport) {
    NIOSSLTransport nio = transport.narrow(NIOSSLTransport.class);
    if (nio != null) {
      SSLEngine engine = engine(nio);
      return Optional.of(engine == null ? SessionFacts.UNKNOWN : facts(engine.getSession()));
    }
    return transport.narrow(Socket.class) instanceof SSLSocket secure
        ? Optional.of(facts(secure.getSession()))
        : Optional.empty();
  }

  /**
   * Tells whether a stopped transport should have a session and had none. It does not ask a
   * transport that is still closing, because its socket would wait for the handshake.
   */
  static boolean hadNone(Transport stopped) {
    NIOSSLTransport nio = stopped.narrow(NIOSSLTransport.class);
    if (nio != null) {
      SSLEngine engine = engine(nio);
      return engine == null || isNone(engine.getSession());
    }
    return stopped.narrow(Socket.class) instanceof SSLSocket secure
        && secure.isClosed()
        && isNone(secure.getSession());
  }

  private static boolean isNone(SSLSession session) {
    return session.getCipherSuite().equals(FAILED_HANDSHAKE);
  }

  private static SessionFacts facts(SSLSession session) {
    return new SessionFacts(session.getProtocol(), session.getCipherSuite());
  }

  private static SSLEngine engine(NIOSSLTransport transport) {
    return (SSLEngine) ActiveMqInternals.NIO_ENGINE.get(transport);
  }
}
