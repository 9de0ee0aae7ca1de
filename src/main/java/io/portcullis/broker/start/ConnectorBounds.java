package io.portcullis.broker.start;

import io.portcullis.rule.Bound;
import io.portcullis.rule.ConnectorLimits;
import io.portcullis.rule.FrameFacts;
import io.portcullis.rule.Judged;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.apache.activemq.util.URISupport;

/**
 * The bounds that a connector's URI sets, read as each of ActiveMQ's transports reads them. The
 * sources are {@code TcpTransportServer}, {@code AutoTransportUtils}, the wire formats and Jetty's
 * WebSocket servlet. A number is what {@link Long#valueOf(String)} accepts. ActiveMQ logs any other
 * text and ignores it.
 */
final class ConnectorBounds {

  private static final String CONNECTIONS = "maximumConnections";
  private static final String FRAME = "wireFormat.maxFrameSize";
  private static final String FILTER_FRAME = "transport.maxFrameSize";
  private static final String DATA = "wireFormat.maxDataLength";
  private static final String FILTER_DATA = "transport.maxDataLength";

  /** MQTTWireFormat.MAX_MESSAGE_LENGTH, which an option can only lower. */
  private static final long MQTT_BYTES = 256L * 1024 * 1024;

  /** StompWireFormat.MAX_DATA_LENGTH. */
  private static final long STOMP_BYTES = 100L * 1024 * 1024;

  /** Jetty's default for WebSocket messages. */
  private static final long WEB_SOCKET_BYTES = 64L * 1024;

  private static final String OPENWIRE = "openwire";
  private static final String AMQP = "amqp";
  private static final String STOMP = "stomp";
  private static final String MQTT = "mqtt";
  private static final String WEB_SOCKET = "ws";

  /** The protocol names of an {@code auto} connector, and its options' name for OpenWire. */
  private static final Set<String> AUTO_PROTOCOLS =
      new TreeSet<>(List.of("default", AMQP, STOMP, MQTT));

  private final Map<String, String> options;
  private final String protocol;
  private final boolean nio;

  private ConnectorBounds(Map<String, String> options, String scheme) {
    this.options = options;
    List<String> parts = Arrays.asList(scheme.toLowerCase(Locale.ROOT).split("\\+"));
    this.protocol = protocol(parts.get(0));
    this.nio = parts.contains("nio");
  }

  /**
   * Returns the limits of a connector. {@code vm} has none, because its clients share the broker's
   * memory anyway.
   *
   * @param connector the connector
   */
  static Optional<ConnectorLimits> of(Judged connector, URI uri) {
    if (uri == null || uri.getScheme() == null || uri.getScheme().equals("vm")) {
      return Optional.empty();
    }
    ConnectorBounds bounds = new ConnectorBounds(options(uri), uri.getScheme());
    return Optional.of(
        new ConnectorLimits(
            connector,
            bounds.connections(),
            bounds.frames(),
            bounds.loginBytes(),
            ConnectorOptions.ignored(uri)));
  }

  /** Returns the options of a URI. A URI that cannot be read is not bound either. */
  private static Map<String, String> options(URI uri) {
    try {
      return URISupport.parseParameters(uri);
    } catch (URISyntaxException e) {
      return Map.of();
    }
  }

  private static String protocol(String first) {
    return switch (first) {
      case "tcp", "ssl", "nio" -> OPENWIRE;
      case "wss" -> WEB_SOCKET;
      default -> first;
    };
  }

  private Optional<Bound> connections() {
    return protocol.equals(WEB_SOCKET) ? Optional.empty() : Optional.of(bound(CONNECTIONS));
  }

  private List<Bound> frames() {
    return switch (protocol) {
      case OPENWIRE -> List.of(openWire(FRAME));
      case AMQP -> List.of(bound(FRAME, FILTER_FRAME));
      case MQTT -> List.of(within(MQTT_BYTES, bound(FRAME, FILTER_FRAME)));
      case STOMP -> List.of(stomp(bound(FRAME, FILTER_FRAME), FILTER_DATA));
      case "auto" -> auto();
      case WEB_SOCKET ->
          List.of(webSocket("maxTextMessageSize"), webSocket("maxBinaryMessageSize"));
      default -> List.of();
    };
  }

  /** Returns the limit that {@code FrameLimit} enforces. A WebSocket may carry MQTT. */
  private int loginBytes() {
    boolean mqtt =
        protocol.equals("auto")
            ? autoProtocols().contains(MQTT)
            : protocol.equals(MQTT) || protocol.equals(WEB_SOCKET);
    return mqtt ? FrameFacts.MOST_CONNECT_BYTES : FrameFacts.MOST_BYTES;
  }

  private List<Bound> auto() {
    List<Bound> bounds = new ArrayList<>();
    for (String each : autoProtocols()) {
      String own = "wireFormat." + each + ".";
      Bound frame = bound(FRAME, own + "maxFrameSize");
      bounds.add(
          switch (each) {
            case AMQP -> frame;
            case MQTT -> within(MQTT_BYTES, frame);
            case STOMP -> stomp(frame, own + "maxDataLength");
            default -> openWire(FRAME, own + "maxFrameSize");
          });
    }
    return bounds.stream().distinct().toList();
  }

  private Set<String> autoProtocols() {
    String listed = options.getOrDefault("auto.protocols", "");
    return listed.isEmpty() ? AUTO_PROTOCOLS : new TreeSet<>(List.of(listed.split(",")));
  }

  private Bound openWire(String usual, String... stronger) {
    for (String option : List.of(FRAME + "Enabled", "wireFormat.default.maxFrameSizeEnabled")) {
      if (options.containsKey(option) && !Boolean.parseBoolean(options.get(option))) {
        return new Bound(option, options.get(option), OptionalLong.empty());
      }
    }
    return bound(usual, stronger);
  }

  /** Returns the limit for STOMP. On NIO, only maxFrameSize bounds the headers. */
  private Bound stomp(Bound frame, String strongerData) {
    if (frame.value().isPresent() || nio) {
      return frame;
    }
    return orElse(STOMP_BYTES, bound(DATA, strongerData));
  }

  /** Returns the limit for WebSocket. To Jetty, 0 and less mean no bound. */
  private Bound webSocket(String parameter) {
    Bound bound = bound("websocket." + parameter, "transport.websocket." + parameter);
    return bound.value().orElse(1) > 0
        ? orElse(WEB_SOCKET_BYTES, bound)
        : new Bound(bound.option(), bound.written(), OptionalLong.empty());
  }

  private static Bound within(long most, Bound bound) {
    return new Bound(
        bound.option(),
        bound.written(),
        OptionalLong.of(Math.min(most, bound.value().orElse(most))));
  }

  private static Bound orElse(long otherwise, Bound bound) {
    return new Bound(
        bound.option(), bound.written(), OptionalLong.of(bound.value().orElse(otherwise)));
  }

  /**
   * Returns the bound that an option sets. A stronger option, which ActiveMQ reads later, overrides
   * it. An unreadable option changes nothing.
   */
  private Bound bound(String usual, String... stronger) {
    List<Bound> written =
        Stream.concat(Arrays.stream(stronger), Stream.of(usual))
            .filter(options::containsKey)
            .map(option -> new Bound(option, options.get(option), number(options.get(option))))
            .toList();
    return written.stream()
        .filter(bound -> bound.value().isPresent())
        .findFirst()
        .or(() -> written.stream().findFirst())
        .orElseGet(() -> new Bound(usual, "", OptionalLong.empty()));
  }

  private static OptionalLong number(String text) {
    try {
      return OptionalLong.of(Long.parseLong(text));
    } catch (NumberFormatException e) {
      return OptionalLong.empty();
    }
  }
}
