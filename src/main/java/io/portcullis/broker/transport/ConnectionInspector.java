package io.portcullis.broker.transport;

import inet.ipaddr.IPAddress;
import inet.ipaddr.IPAddressString;
import io.portcullis.broker.platform.Protocol;
import io.portcullis.broker.platform.Subjects;
import io.portcullis.broker.platform.Transports;
import io.portcullis.rule.ConnectionFacts;
import io.portcullis.rule.ConnectionFacts.Carrier;
import io.portcullis.rule.PeerFacts;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.security.cert.X509Certificate;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import javax.net.ssl.SSLSession;
import javax.net.ssl.SSLSocket;
import org.apache.activemq.broker.BrokerService;
import org.apache.activemq.broker.Connection;
import org.apache.activemq.broker.ConnectionContext;
import org.apache.activemq.broker.Connector;
import org.apache.activemq.broker.TransportConnection;
import org.apache.activemq.broker.TransportConnector;
import org.apache.activemq.transport.Transport;
import org.apache.activemq.transport.nio.NIOSSLTransport;

/**
 * Inspects live transports. It trusts sockets and the broker's own connectors. It trusts nothing
 * that a client says, such as {@code clientIp} of its ConnectionInfo or the scheme of an HTTP
 * request.
 */
public final class ConnectionInspector {

  private static final String WEB_SOCKET_TRANSPORTS = "org.apache.activemq.transport.ws.";
  private static final String HTTP_TRANSPORTS = "org.apache.activemq.transport.http.";

  private ConnectionInspector() {}

  /** Returns the facts of a connection that asks to be let in. */
  public static ConnectionFacts connection(ConnectionContext context) {
    Connector connector = context.getConnector();
    Connection connection = context.getConnection();
    String name = Subjects.connector(connector);
    if (!(connection instanceof TransportConnection live)) {
      PeerFacts nobody = new PeerFacts(name, "unknown", Optional.empty(), false);
      return new ConnectionFacts(nobody, Carrier.UNKNOWN, false, Optional.empty(), false);
    }
    Transport transport = live.getTransport();
    return new ConnectionFacts(
        peer(name, transport),
        carrier(connector, transport),
        transport instanceof BehindGate,
        LiveSessions.of(transport),
        isCertified(connector, transport));
  }

  /**
   * Returns the name of the connector that accepted a transport; empty if there is none, or several
   * match.
   *
   * @param transport the transport's own name, which is all that ActiveMQ tells for a bridge
   */
  public static String connector(BrokerService service, String transport) {
    Set<String> names =
        service.getTransportConnectors().stream()
            .filter(connector -> hasAccepted(connector, transport))
            .map(Subjects::connector)
            .collect(Collectors.toSet());
    return names.size() == 1 ? names.iterator().next() : "";
  }

  private static boolean hasAccepted(TransportConnector connector, String transport) {
    return connector.getConnections().stream()
        .anyMatch(connection -> transport.equals(connection.getTransport().toString()));
  }

  /** Returns the other end of a transport. */
  public static PeerFacts peer(String connector, Transport transport) {
    String remote = String.valueOf(transport.getRemoteAddress());
    return new PeerFacts(
        connector,
        remote,
        address(transport, remote),
        Transports.isInVm(transport),
        protocol(transport));
  }

  /**
   * Returns what a transport speaks. It is what ActiveMQ reads the bytes as, not what the client
   * claims: an {@code auto} connector has seen the first bytes, and a WebSocket its subprotocol.
   * HTTP carries OpenWire's commands.
   */
  private static String protocol(Transport transport) {
    if (Transports.isInVm(transport) || isA(transport, HTTP_TRANSPORTS)) {
      return Protocol.OPENWIRE.word();
    }
    String word = Protocol.of(transport.getWireFormat()).word();
    return isWebSocket(transport) && !word.isEmpty() ? word + "+ws" : word;
  }

  private static Optional<InetAddress> address(Transport transport, String remote) {
    Socket socket = transport.narrow(Socket.class);
    if (socket != null) {
      return Optional.ofNullable(socket.getInetAddress());
    }
    return isWebSocket(transport) ? addressIn(remote) : Optional.empty();
  }

  /**
   * Returns the address in Jetty's text about a request: {@code wss://[::1]:55012}, with brackets
   * or without.
   */
  static Optional<InetAddress> addressIn(String remote) {
    int start = remote.indexOf("://") + 3;
    int end = remote.lastIndexOf(':');
    if (start < 3 || end <= start) {
      return Optional.empty();
    }
    String host = remote.substring(start, end).replaceAll("^\\[|]$", "");
    return Optional.ofNullable(new IPAddressString(host).getAddress())
        .filter(address -> !address.isMultiple())
        .map(IPAddress::toInetAddress);
  }

  private static Carrier carrier(Connector connector, Transport transport) {
    if (Transports.isInVm(transport)) {
      return Carrier.IN_VM;
    }
    if (transport.narrow(NIOSSLTransport.class) != null) {
      return Carrier.TLS;
    }
    Socket socket = transport.narrow(Socket.class);
    if (socket instanceof SSLSocket secure) {
      SSLSession session = secure.getSession();
      return session.getCipherSuite().equals(LiveSessions.FAILED_HANDSHAKE)
          ? Carrier.PLAIN
          : Carrier.TLS;
    }
    if (socket != null) {
      return Carrier.PLAIN;
    }
    if (isWebSocket(transport)) {
      return scheme(connector).equals("wss") ? Carrier.TLS : Carrier.PLAIN;
    }
    return isA(transport, HTTP_TRANSPORTS) ? Carrier.HTTP : Carrier.UNKNOWN;
  }

  /**
   * Tells whether the client showed a certificate. Jetty does not pass on that of a WebSocket
   * client, unless it is configured to.
   */
  private static boolean isCertified(Connector connector, Transport transport) {
    X509Certificate[] shown = transport.getPeerCertificates();
    return (shown != null && shown.length > 0)
        || (isWebSocket(transport)
            && uri(connector).filter(TlsInspector::demandsCertificate).isPresent());
  }

  private static String scheme(Connector connector) {
    return uri(connector)
        .map(uri -> String.valueOf(uri.getScheme()).toLowerCase(Locale.ROOT))
        .orElse("");
  }

  private static Optional<URI> uri(Connector connector) {
    return connector instanceof TransportConnector transport
        ? Optional.ofNullable(transport.getUri())
        : Optional.empty();
  }

  /**
   * Tells whether a stopped transport should have a TLS session and has none. It does not ask a
   * transport that is still closing, because its socket would wait for the handshake.
   */
  public static boolean lacksSession(Transport stopped) {
    return LiveSessions.hadNone(stopped);
  }

  private static boolean isWebSocket(Transport transport) {
    return isA(transport, WEB_SOCKET_TRANSPORTS);
  }

  /**
   * Tells whether the innermost transport is of a package. It compares names, because the module
   * may be absent.
   */
  private static boolean isA(Transport transport, String packagePrefix) {
    return Transports.innermost(transport).getClass().getName().startsWith(packagePrefix);
  }
}
