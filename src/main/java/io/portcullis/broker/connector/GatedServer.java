package io.portcullis.broker.connector;

import io.portcullis.broker.platform.Protocol;
import io.portcullis.broker.transport.ConnectionInspector;
import io.portcullis.enforce.ActivePolicy;
import io.portcullis.enforce.Enforcer;
import io.portcullis.enforce.FailedHandshakes;
import io.portcullis.enforce.Moment;
import io.portcullis.enforce.Refusal;
import io.portcullis.enforce.Subject;
import io.portcullis.rule.PeerFacts;
import io.portcullis.rule.Rule;
import io.portcullis.rule.RuleIds;
import io.portcullis.rule.Violation;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import javax.net.ssl.SSLException;
import org.apache.activemq.broker.Connector;
import org.apache.activemq.broker.TransportConnector;
import org.apache.activemq.command.BrokerInfo;
import org.apache.activemq.transport.Transport;
import org.apache.activemq.transport.TransportAcceptListener;
import org.apache.activemq.transport.TransportServer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The gate at a connector's transport server. It judges every accepted transport before the broker
 * makes a connection of it. On ssl, nio+ssl and similar schemes this is before the handshake, on
 * auto+ssl and wss after it.
 *
 * <p>It binds the server behind it at first use. So a gate at a stopped connector does not open the
 * port.
 */
final class GatedServer implements TransportServer {

  private static final Logger LOG = LoggerFactory.getLogger(GatedServer.class);

  private static final int CAUSES = 10;

  /** The methods {@code SSLSocket.startHandshake()} and {@code NIOSSLTransport.doHandshake()}. */
  private static final Set<String> HANDSHAKES = Set.of("startHandshake", "doHandshake");

  /** Binds a connector's port. */
  interface Binding {
    TransportServer bind() throws IOException, URISyntaxException;
  }

  private final String connector;
  private final Binding binding;
  private final Enforcer enforcer;
  private final FailedHandshakes handshakes;
  private final ConnectionIdTakeover takeovers;
  private final ProtocolDetection detection;

  /** What was accepted and has not ended, whether or not the broker knows it yet. */
  private final Set<GatedTransport> open = ConcurrentHashMap.newKeySet();

  private TransportServer bound;

  GatedServer(
      String connector,
      Binding binding,
      Enforcer enforcer,
      FailedHandshakes handshakes,
      ConnectionIdTakeover takeovers) {
    this.connector = connector;
    this.binding = binding;
    this.enforcer = enforcer;
    this.handshakes = handshakes;
    this.takeovers = takeovers;
    this.detection = new ProtocolDetection(connector, enforcer);
  }

  /** Tells whether {@code connector} has a gate. */
  static boolean guards(Connector connector) {
    return connector instanceof TransportConnector transport
        && ConnectorGates.server(transport) instanceof GatedServer;
  }

  private synchronized TransportServer bound() {
    if (bound == null) {
      try {
        bound = binding.bind();
        detection.bound(bound);
      } catch (IOException e) {
        throw new UncheckedIOException(e.getMessage(), e);
      } catch (URISyntaxException e) {
        throw new IllegalArgumentException(e.getMessage(), e);
      }
    }
    return bound;
  }

  private void onAccept(Transport transport, TransportAcceptListener broker) {
    ActivePolicy before = enforcer.now();
    PeerFacts peer = ConnectionInspector.peer(connector, transport);
    Optional<GatedTransport> gated =
        judge(transport, peer, rule -> rule.judge(peer)).isEmpty()
            ? gated(transport, peer)
            : Optional.empty();
    gated.ifPresent(open::add);
    // A reload from here on finds it among the open ones. An earlier one could not.
    if (gated.isPresent() && enforcer.now() != before && speaksOthers(gated.get()).isPresent()) {
      open.remove(gated.get());
      gated = Optional.empty();
    }
    if (gated.isPresent()) {
      broker.onAccept(gated.get());
    } else {
      turnAway(transport);
    }
  }

  private List<Violation> judge(
      Transport transport, PeerFacts peer, Function<Rule, List<Violation>> question) {
    String protocol = Protocol.of(transport.getWireFormat()).word();
    return enforcer.judge(
        Moment.CONNECTION,
        new Subject(connector, peer.remoteAddress(), "", "", protocol, ""),
        peer,
        question);
  }

  /** Returns the gated transport; empty if it is refused, which has been recorded. */
  private Optional<GatedTransport> gated(Transport transport, PeerFacts peer) {
    try {
      return Optional.of(
          new GatedTransport(transport, peer, enforcer, handshakes, takeovers, open::remove));
    } catch (SecurityException e) {
      return Optional.empty();
    }
  }

  /** Ends open connections that speak what {@code restrict-protocols} does not allow any more. */
  void judgeProtocolsAgain() {
    for (GatedTransport transport : open) {
      speaksOthers(transport)
          .ifPresent(
              refused -> {
                LOG.info("Connection {} ends: {}", transport.getRemoteAddress(), refused.line());
                transport.end(refused.line());
              });
    }
  }

  private Optional<Violation> speaksOthers(Transport transport) {
    PeerFacts peer = ConnectionInspector.peer(connector, transport);
    return judge(
            transport,
            peer,
            rule -> rule.id().equals(RuleIds.RESTRICT_PROTOCOLS) ? rule.judge(peer) : List.of())
        .stream()
        .findFirst();
  }

  /**
   * Tells whether an error is a failed handshake. On {@code auto} connectors, an accepted transport
   * already has a session, and a failed one leaves only the error. A socket error may come before
   * or after the handshake. The stack trace tells which.
   */
  private static boolean isHandshake(Exception error) {
    boolean tls = false;
    Throwable cause = error;
    for (int depth = 0; cause != null && depth < CAUSES; depth++) {
      if (isFromHandshake(cause)) {
        return true;
      }
      if (cause instanceof SocketException) {
        return false;
      }
      tls |= cause instanceof SSLException;
      cause = cause.getCause();
    }
    return tls;
  }

  private static boolean isFromHandshake(Throwable cause) {
    return Arrays.stream(cause.getStackTrace())
        .anyMatch(frame -> HANDSHAKES.contains(frame.getMethodName()));
  }

  /**
   * Ends a transport that the broker does not know. A WebSocket has no socket to close. Its server
   * answers an exception with an HTTP error page and closes it. The page shows the exception to a
   * client without a login, so the exception is empty. The audit log has the details.
   */
  private static void turnAway(Transport transport) {
    Socket socket = transport.narrow(Socket.class);
    if (socket == null) {
      throw Refusal.untold();
    }
    try (socket) {
      transport.stop();
    } catch (Exception e) {
      throw Refusal.untold();
    }
  }

  @Override
  public void setAcceptListener(TransportAcceptListener broker) {
    bound()
        .setAcceptListener(
            new TransportAcceptListener() {
              @Override
              public void onAccept(Transport transport) {
                GatedServer.this.onAccept(transport, broker);
              }

              @Override
              public void onAcceptError(Exception error) {
                if (isHandshake(error)) {
                  handshakes.count(connector, "");
                } else {
                  detection.failed(error);
                }
                broker.onAcceptError(error);
              }
            });
  }

  @Override
  public void setBrokerInfo(BrokerInfo brokerInfo) {
    bound().setBrokerInfo(brokerInfo);
  }

  @Override
  public URI getConnectURI() {
    return bound().getConnectURI();
  }

  @Override
  public InetSocketAddress getSocketAddress() {
    return bound().getSocketAddress();
  }

  @Override
  public boolean isSslServer() {
    return bound().isSslServer();
  }

  @Override
  public boolean isAllowLinkStealing() {
    return bound().isAllowLinkStealing();
  }

  @Override
  public long getMaxConnectionExceededCount() {
    return bound().getMaxConnectionExceededCount();
  }

  @Override
  public void resetStatistics() {
    bound().resetStatistics();
  }

  @Override
  public void start() throws Exception {
    bound().start();
  }

  @Override
  public synchronized void stop() throws Exception {
    if (bound != null) {
      bound.stop();
    }
  }
}
