package io.portcullis.rule;

import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What to change in a connector and its broker, so that it speaks TLS. */
final class TlsRemedies {

  /** More names make a command that nobody reads. */
  private static final int MOST_NAMES = 4;

  private static final String MOVE =
      "put a key store with the broker's key and certificate into <sslContext>";

  private TlsRemedies() {}

  /** Gives a connector the scheme of the same protocol with TLS, and keys if there are none. */
  static String speaking(ConnectorFacts connector) {
    return "write %s:// for %s:// in its URI, as its clients do%s"
        .formatted(withTls(connector.scheme()), connector.writtenScheme(), thenKeys(connector));
  }

  /** Returns the scheme of the same protocol with TLS. */
  static String withTls(String scheme) {
    return switch (scheme.toLowerCase(Locale.ROOT)) {
      case "nio",
          "auto",
          "auto+nio",
          "amqp",
          "amqp+nio",
          "mqtt",
          "mqtt+nio",
          "stomp",
          "stomp+nio" ->
          scheme.toLowerCase(Locale.ROOT) + "+ssl";
      case "ws" -> "wss";
      default -> "ssl";
    };
  }

  private static String thenKeys(ConnectorFacts connector) {
    return connector.missingKeys().isEmpty() ? "" : "; " + keys(connector);
  }

  /** Gives a broker keys. Those in a connector's own options have to move. */
  static String keys(ConnectorFacts connector, TlsFacts tls) {
    return tls.ownKeyStore() ? MOVE : keys(connector);
  }

  private static String keys(ConnectorFacts connector) {
    return connector.missingKeys().map(missing -> keys(connector, missing)).orElse(MOVE);
  }

  private static String keys(ConnectorFacts connector, ConnectorFacts.MissingKeys missing) {
    String store = "keyStore=\"%s\"".formatted(XmlText.of(missing.keyStore().toUri().toString()));
    String password = "keyStorePassword=\"PASSWORD\"";
    String change =
        missing.context()
            ? "set %s and %s on <sslContext>".formatted(store, password)
            : "put <sslContext><sslContext %s %s/></sslContext> into <broker>"
                .formatted(store, password);
    String file = missing.keyStore().toString();
    return ("%s, with a password of your own; run keytool -genkeypair -alias broker -keyalg EC"
            + " -groupname secp256r1 -dname CN=broker -ext san=%s -validity 365 -storetype PKCS12"
            + " -storepass PASSWORD -keystore \"%s\"; run chmod 600 \"%s\"; clients have to trust"
            + " this certificate, or name the key store of one that they trust already")
        .formatted(change, names(connector), file, file);
  }

  private static String names(ConnectorFacts connector) {
    return Stream.concat(
            host(connector).map("dns:%s"::formatted),
            addresses(connector).stream().map("ip:%s"::formatted))
        .limit(MOST_NAMES)
        .collect(Collectors.joining(","));
  }

  private static Stream<String> host(ConnectorFacts connector) {
    boolean loopback = connector.addresses().stream().allMatch(InetAddress::isLoopbackAddress);
    return Stream.concat(
        connector.writtenHost().stream().filter(host -> host.matches("(?i).*[a-z].*")),
        loopback ? Stream.of("localhost") : Stream.of());
  }

  /** Returns the addresses by which clients reach a connector, without this host's scopes. */
  static List<String> addresses(ConnectorFacts connector) {
    List<InetAddress> reached = new ArrayList<>(connector.addresses());
    if (!reached.stream().allMatch(InetAddress::isLoopbackAddress)) {
      reached.removeIf(address -> address.isLoopbackAddress() || address.isLinkLocalAddress());
    }
    return reached.stream()
        .map(address -> address.getHostAddress().replaceFirst("%.*", ""))
        .distinct()
        .limit(MOST_NAMES)
        .toList();
  }
}
