package io.portcullis.rule;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Requires TLS on every transport connector, network connector and live connection.
 *
 * <p>Why: without TLS, everybody on the network path can read and change user names, passwords,
 * message headers and properties. Client-side encryption protects only bodies. Schemes that are
 * known to have TLS pass. All others are refused, because any jar can bring a new scheme.
 *
 * <p>A {@code vm://} connection never leaves the JVM and passes.
 *
 * <p>Remedy: the TLS scheme of the same protocol, with an {@code <sslContext>} in the broker.
 *
 * <p>Source: Amazon MQ offers no plaintext endpoint; ActiveMQ's security recommendations ask for
 * TLS on all transport connectors.
 */
public final class RequireTls implements Rule {

  private static final Fault PLAIN_CONNECTOR =
      new Fault("scheme-without-tls", "scheme %s carries no TLS", "%2$s");
  private static final Fault PLAIN_LINK =
      new Fault("link-without-tls", "scheme %s carries no TLS", "%3$s");
  private static final Fault PLAIN_CONNECTION =
      new Fault(
          "connection-without-tls", "the connection is not TLS", "connect to a TLS connector");

  /** Schemes of ActiveMQ 5.18 to 6.3 that accept only TLS. "auto" alone does not. */
  private static final Set<String> TLS_SCHEMES =
      Set.of(
          "ssl",
          "nio+ssl",
          "auto+ssl",
          "auto+nio+ssl",
          "amqp+ssl",
          "amqp+nio+ssl",
          "mqtt+ssl",
          "mqtt+nio+ssl",
          "stomp+ssl",
          "stomp+nio+ssl",
          "wss",
          "https");

  private static final String IN_VM = "vm";

  @Override
  public String id() {
    return "require-tls";
  }

  @Override
  public String demand() {
    return "TLS on every connector, every network connector and every live connection";
  }

  @Override
  public Optional<String> nothingToJudge(BrokerFacts broker, PostureFacts posture) {
    boolean leaves =
        Stream.concat(
                broker.connectors().stream().map(ConnectorFacts::scheme),
                broker.links().stream().flatMap(link -> link.schemes().stream()))
            .anyMatch(scheme -> !scheme.equals(IN_VM));
    return leaves ? Optional.empty() : Optional.of("no connector that leaves the JVM");
  }

  @Override
  public boolean judgesLater() {
    return true;
  }

  @Override
  public List<Violation> judge(ConnectorFacts connector) {
    if (passes(connector.scheme())) {
      return List.of();
    }
    return List.of(
        violation(
            connector,
            PLAIN_CONNECTOR,
            connector.scheme(),
            Argument.shown(TlsRemedies.speaking(connector))));
  }

  @Override
  public List<Violation> judge(LinkFacts link) {
    return link.schemes().stream()
        .filter(scheme -> !passes(scheme))
        .map(
            scheme ->
                violation(
                    link,
                    PLAIN_LINK,
                    scheme,
                    link.location(),
                    Argument.shown(remedy(link, scheme))))
        .toList();
  }

  @Override
  public List<Violation> judge(ConnectionFacts connection) {
    return switch (connection.carrier()) {
      case TLS, IN_VM -> List.of();
      case PLAIN, HTTP, UNKNOWN -> List.of(violation(connection, PLAIN_CONNECTION));
    };
  }

  private static boolean passes(String scheme) {
    return scheme.equals(IN_VM) || protects(scheme);
  }

  /** Tells whether connectors with this scheme accept only TLS. */
  public static boolean protects(String scheme) {
    return TLS_SCHEMES.contains(scheme.toLowerCase(Locale.ROOT));
  }

  /** Says how to protect a link. What a discovery agent finds has no scheme yet. */
  private static String remedy(LinkFacts link, String scheme) {
    if (!link.location().contains(scheme + "://")) {
      return "name the remote brokers with ssl:// or nio+ssl://";
    }
    String tls = scheme.equals("http") ? "https" : TlsRemedies.withTls(scheme);
    return "write %s:// for %s:// in its uri, where the remote broker has such a connector"
        .formatted(tls, scheme);
  }
}
