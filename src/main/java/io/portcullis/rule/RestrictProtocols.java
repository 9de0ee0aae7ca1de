package io.portcullis.rule;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * Requires that connectors and connections speak only what {@code protocols} names. Without that
 * property, the rule judges nothing.
 *
 * <p>Why: each protocol has a parser that reads the bytes of strangers. What nobody uses is only a
 * way in for others.
 *
 * <ul>
 *   <li>Most schemes speak one protocol. The rule judges such a connector at the start.
 *   <li>{@code ws} and {@code wss} speak three, and ActiveMQ cannot leave one out. {@code auto}
 *       connectors speak all, or what {@code auto.protocols} names. The rule judges each of their
 *       connections by what it speaks, before its login. It refuses the connector if it speaks
 *       nothing that is allowed.
 *   <li>{@code http} carries OpenWire's commands.
 *   <li>{@code vm} is no connector that others reach. The broker's own JVM speaks by it: the web
 *       console, network connectors, an application around the broker. So it is not judged.
 * </ul>
 *
 * <p>A protocol that {@code protocols} names and no connector speaks is not a violation.
 *
 * <p>Remedy: remove the connector, or name its protocol in {@code protocols}.
 *
 * <p>Source: "Block unnecessary protocols with VPC security groups" in Amazon MQ's guide.
 */
final class RestrictProtocols implements Rule {

  /** The rule's id. */
  public static final String ID = "restrict-protocols";

  private static final Fault CONNECTOR =
      new Fault(
          "connector-speaks-others",
          "it speaks %s, and only %s may be spoken",
          "remove it, or add %3$s to protocols");
  private static final Fault UNKNOWN_SCHEME =
      new Fault(
          "connector-speaks-unknown",
          "its scheme %s is unknown, and only %s may be spoken",
          "use a scheme of ActiveMQ's");
  private static final Fault UNKNOWN_WORDS =
      new Fault(
          "auto-protocols-unknown",
          "ActiveMQ knows none of the words in its auto.protocols (%s), and only %s may be spoken",
          "name in auto.protocols what its clients speak: default for OpenWire, amqp, mqtt or"
              + " stomp");
  private static final Fault CONNECTION =
      new Fault(
          "connection-speaks-others",
          "it speaks %s, and only %s may be spoken",
          "connect with one of them%3$s");

  private static final String OPENWIRE = "openwire";
  private static final Set<String> OWN_SCHEME = Set.of("amqp", "mqtt", "stomp");
  private static final Set<String> OPENWIRE_SCHEMES =
      Set.of("tcp", "ssl", "nio", "udp", "http", "https");
  private static final Set<String> CARRIERS = Set.of("nio", "ssl");
  private static final List<String> ON_WEB_SOCKETS = List.of("mqtt+ws", "stomp+ws", "amqp+ws");
  private static final List<String> ON_AUTO = List.of(OPENWIRE, "amqp", "mqtt", "stomp");

  private static final String IN_VM = "vm";

  /** What {@code auto.protocols} calls OpenWire. */
  private static final String AUTO_OPENWIRE = "default";

  private final Set<String> allowed;

  /**
   * @param allowed what may be spoken; empty if everything may
   */
  RestrictProtocols(Set<String> allowed) {
    this.allowed = new TreeSet<>(allowed);
  }

  @Override
  public String id() {
    return ID;
  }

  @Override
  public String demand() {
    return "connectors and connections that speak only protocols, if it is set";
  }

  @Override
  public Optional<String> notRequired() {
    return allowed.isEmpty() ? Optional.of("protocols is not set") : Optional.empty();
  }

  @Override
  public Optional<String> nothingToJudge(BrokerFacts broker, PostureFacts posture) {
    return broker.connectors().isEmpty() ? Optional.of("no connector") : Optional.empty();
  }

  @Override
  public boolean judgesLater() {
    return true;
  }

  @Override
  public List<Violation> judge(ConnectorFacts connector) {
    if (allowed.isEmpty() || connector.scheme().equals(IN_VM)) {
      return List.of();
    }
    List<String> spoken = spoken(connector);
    if (spoken.isEmpty()) {
      return List.of(unknown(connector));
    }
    // Of several, each connection shows which it speaks.
    return spoken.stream().anyMatch(allowed::contains)
        ? List.of()
        : List.of(
            violation(
                connector,
                CONNECTOR,
                String.join(", ", spoken),
                Argument.shown(words()),
                Argument.shown(
                    spoken.size() == 1 ? spoken.get(0) : "those of them that its clients speak")));
  }

  private Violation unknown(ConnectorFacts connector) {
    return isAuto(parts(connector))
        ? violation(connector, UNKNOWN_WORDS, connector.autoProtocols(), Argument.shown(words()))
        : violation(connector, UNKNOWN_SCHEME, connector.scheme(), Argument.shown(words()));
  }

  @Override
  public List<Violation> judge(PeerFacts peer) {
    if (allowed.isEmpty() || peer.inVm() || allowed.contains(peer.protocol())) {
      return List.of();
    }
    return List.of(
        peer.protocol().isEmpty()
            ? violation(
                peer,
                CONNECTION,
                "an unknown protocol",
                Argument.shown(words()),
                Argument.shown(""))
            : violation(
                peer,
                CONNECTION,
                peer.protocol(),
                Argument.shown(words()),
                Argument.shown(", or add %s to protocols".formatted(peer.protocol()))));
  }

  @Override
  public List<Violation> judge(ConnectionFacts connection) {
    return connection.vetted() ? List.of() : judge(connection.peer());
  }

  private String words() {
    return String.join(", ", allowed);
  }

  private static List<String> parts(ConnectorFacts connector) {
    return List.of(connector.scheme().split("\\+", -1));
  }

  private static boolean isAuto(List<String> parts) {
    return parts.get(0).equals("auto") && isCarried(parts);
  }

  private static boolean isCarried(List<String> parts) {
    return CARRIERS.containsAll(parts.subList(1, parts.size()));
  }

  /**
   * Returns what clients may speak on a connector. It is empty if the scheme is unknown, or every
   * word in {@code auto.protocols}.
   */
  private static List<String> spoken(ConnectorFacts connector) {
    List<String> parts = parts(connector);
    String first = parts.get(0);
    if (first.equals("ws") || first.equals("wss")) {
      return parts.size() == 1 ? ON_WEB_SOCKETS : List.of();
    }
    if (!isCarried(parts)) {
      return List.of();
    }
    if (isAuto(parts)) {
      return onAuto(connector.autoProtocols());
    }
    if (OWN_SCHEME.contains(first)) {
      return List.of(first);
    }
    return OPENWIRE_SCHEMES.contains(first) ? List.of(OPENWIRE) : List.of();
  }

  /**
   * Returns what an {@code auto} connector speaks. ActiveMQ ignores names that it does not know.
   */
  private static List<String> onAuto(List<String> named) {
    if (named.isEmpty()) {
      return ON_AUTO;
    }
    return ON_AUTO.stream()
        .filter(name -> named.contains(name.equals(OPENWIRE) ? AUTO_OPENWIRE : name))
        .toList();
  }
}
