package io.portcullis.broker.start;

import io.portcullis.broker.transport.TlsInspector;
import io.portcullis.policy.SimilarName;
import io.portcullis.rule.ConnectorLimits.IgnoredOption;
import java.lang.reflect.Method;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.SSLSocket;
import org.apache.activemq.util.URISupport;

/**
 * The options that a connector's URI may have, and those in it that ActiveMQ ignores. An option is
 * known if its prefix leads to a class of ActiveMQ's or the JDK's that has a setter of that name.
 * The sources are {@code IntrospectionSupport}, {@code TcpTransportFactory}, {@code
 * TcpTransportServer} and {@code AutoTransportUtils}.
 *
 * <p>Of a WebSocket connector, {@code WSTransportServer} hands options to Jetty and to each
 * client's protocol. HTTP connectors are not judged, because the gate refuses them.
 */
final class ConnectorOptions {

  private static final String TRANSPORT = "transport.";
  private static final String SOCKET = "transport.socket.";
  private static final String WIRE_FORMAT = "wireFormat.";

  private static final String PACKAGE = "org.apache.activemq.";
  private static final String TRANSPORTS = PACKAGE + "transport.";
  private static final String OPENWIRE = "openwire";
  private static final String DEFAULT = "default";

  private static final List<String> PROTOCOLS = List.of(OPENWIRE, "amqp", "mqtt", "stomp");

  private static final String WEB_SOCKET = "websocket";

  /** Parameters of Jetty's WebSocket servlet, of Jetty 9 and later. */
  private static final List<String> SERVLET_PARAMETERS =
      List.of(
          "maxTextMessageSize",
          "maxBinaryMessageSize",
          "maxFrameSize",
          "maxIdleTime",
          "idleTimeout",
          "inputBufferSize",
          "outputBufferSize",
          "autoFragment");

  /** TLS options of other transports that the gate obeys on WebSockets too. */
  private static final List<String> OF_THE_GATE =
      List.of(TRANSPORT + "enabledProtocols", TRANSPORT + "enabledCipherSuites");

  /** Options that ActiveMQ reads by name and sets nowhere. */
  private static final List<String> BY_NAME =
      List.of(
          "wireFormat",
          TRANSPORT + "useInactivityMonitor",
          TRANSPORT + "soWriteTimeout",
          TRANSPORT + "threadName",
          TRANSPORT + "verifyHostName");

  /** The types that ActiveMQ can make of an option's text. */
  private static final Set<Class<?>> TEXTUAL =
      Set.of(
          String.class,
          String[].class,
          Boolean.class,
          Integer.class,
          Long.class,
          Float.class,
          Double.class);

  private final String scheme;
  private final List<String> parts;
  private final Set<String> known = new LinkedHashSet<>();

  private ConnectorOptions(String scheme) {
    this.scheme = scheme;
    this.parts = Arrays.asList(scheme.split("\\+"));
  }

  /** Returns the options that ActiveMQ ignores, sorted by name. */
  static List<IgnoredOption> ignored(URI uri) {
    Set<String> written = written(uri);
    if (written.isEmpty()) {
      return List.of();
    }
    Optional<Set<String>> known = known(uri.getScheme().toLowerCase(Locale.ROOT));
    if (known.isEmpty()) {
      return List.of();
    }
    SimilarName similar = new SimilarName(known.get());
    return written.stream()
        .filter(option -> !known.get().contains(withSmallFirstLetter(option)))
        .map(option -> new IgnoredOption(option, similar.to(option)))
        .toList();
  }

  private static Set<String> written(URI uri) {
    try {
      return new TreeSet<>(URISupport.parseParameters(uri).keySet());
    } catch (URISyntaxException e) {
      return Set.of();
    }
  }

  /** Returns the options of a scheme; empty if its classes are unknown or not on the class path. */
  static Optional<Set<String>> known(String scheme) {
    ConnectorOptions options = new ConnectorOptions(scheme);
    try {
      return options.protocols().isEmpty() ? Optional.empty() : Optional.of(options.collected());
    } catch (ClassNotFoundException | LinkageError e) {
      return Optional.empty();
    }
  }

  private boolean has(String part) {
    return parts.contains(part);
  }

  private List<String> protocols() {
    return switch (parts.get(0)) {
      case "tcp", "ssl", "nio" -> List.of(OPENWIRE);
      case "amqp", "mqtt", "stomp" -> List.of(parts.get(0));
      case "auto" -> PROTOCOLS;
      case "ws", "wss" -> List.of(WEB_SOCKET);
      default -> List.of();
    };
  }

  private Set<String> collected() throws ClassNotFoundException {
    return protocols().contains(WEB_SOCKET) ? ofWebSocket() : ofSocket();
  }

  /**
   * Returns the options of a WebSocket. Its clients' protocols also take those without a prefix.
   */
  private Set<String> ofWebSocket() throws ClassNotFoundException {
    if (has("wss")) {
      known.addAll(OF_THE_GATE);
      add(TRANSPORT, "SecureSocketConnectorFactory");
    } else {
      add(TRANSPORT, "org.eclipse.jetty.server.ServerConnector");
    }
    for (String prefix : List.of(TRANSPORT, "")) {
      SERVLET_PARAMETERS.forEach(name -> known.add(prefix + WEB_SOCKET + "." + name));
      add(prefix, "mqtt.MQTTProtocolConverter", "amqp.AmqpTransportFilter");
      add(prefix + WIRE_FORMAT, "amqp.AmqpWireFormat");
    }
    add("", has("wss") ? "wss.WSSTransportServer" : "ws.WSTransportServer");
    add("http.", "WebTransportServerSupport$HttpOptions");
    add("jetty.", "WebTransportServerSupport$JettyOptions");
    return known;
  }

  private Set<String> ofSocket() throws ClassNotFoundException {
    known.addAll(BY_NAME);
    add(TRANSPORT, "tcp.TcpTransport", "AbstractInactivityMonitor", "MutexTransport");
    add(TRANSPORT, ServerSocket.class);
    if (has("nio")) {
      add(TRANSPORT, "nio.NIOTransport");
    }
    if (has("ssl")) {
      add(TRANSPORT, has("nio") ? "nio.NIOSSLTransport" : "tcp.SslTransport");
      add(TRANSPORT, SSLServerSocket.class);
      add(SOCKET, SSLSocket.class);
    }
    add(SOCKET, Socket.class);
    for (String protocol : protocols()) {
      addProtocol(protocol);
    }
    add("", "tcp.TcpTransportServer");
    if (TlsInspector.acceptsWithoutPrefix(scheme)) {
      add("", "tcp.SslTransportServer");
    }
    if (has("auto")) {
      known.add("auto.protocols");
      add("", "auto.AutoTcpTransportServer");
    }
    return known;
  }

  private void addProtocol(String protocol) throws ClassNotFoundException {
    switch (protocol) {
      case "amqp" -> {
        add(TRANSPORT, "amqp.AmqpTransportFilter");
        add(TRANSPORT + WIRE_FORMAT, "amqp.AmqpWireFormat");
        addFormat(protocol, "amqp.AmqpWireFormatFactory");
      }
      case "mqtt" -> {
        add(TRANSPORT, "mqtt.MQTTTransportFilter", "mqtt.MQTTInactivityMonitor");
        addFormat(protocol, "mqtt.MQTTWireFormatFactory");
      }
      case "stomp" -> {
        add(TRANSPORT, "stomp.StompTransportFilter", "stomp.StompInactivityMonitor");
        addFormat(protocol, "stomp.StompWireFormatFactory");
      }
      default -> {
        add(TRANSPORT, "WireFormatNegotiator");
        addFormat(DEFAULT, "openwire.OpenWireFormatFactory");
      }
    }
  }

  /** Adds the options of a wire format. An {@code auto} connector also has them by protocol. */
  private void addFormat(String name, String factory) throws ClassNotFoundException {
    add(WIRE_FORMAT, factory);
    if (has("auto")) {
      add(WIRE_FORMAT + name + ".", factory);
    }
  }

  private void add(String prefix, String... classes) throws ClassNotFoundException {
    for (String name : classes) {
      add(prefix, Class.forName(full(name), false, ConnectorOptions.class.getClassLoader()));
    }
  }

  private static String full(String name) {
    if (name.startsWith("org.")) {
      return name;
    }
    return (name.startsWith(OPENWIRE) ? PACKAGE : TRANSPORTS) + name;
  }

  private void add(String prefix, Class<?> type) {
    List<String> names = new ArrayList<>();
    for (Method method : type.getMethods()) {
      if (method.getName().matches("set.+")
          && method.getParameterCount() == 1
          && isTextual(method.getParameterTypes()[0])) {
        names.add(withSmallFirstLetter(prefix + method.getName().substring("set".length())));
      }
    }
    names.stream().sorted().forEach(known::add);
  }

  private static boolean isTextual(Class<?> type) {
    return type.isPrimitive() || TEXTUAL.contains(type);
  }

  /** Returns an option as people write it. ActiveMQ ignores the case of this letter. */
  private static String withSmallFirstLetter(String option) {
    int start = option.lastIndexOf('.') + 1;
    return start == option.length()
        ? option
        : option.substring(0, start)
            + Character.toLowerCase(option.charAt(start))
            + option.substring(start + 1);
  }
}
