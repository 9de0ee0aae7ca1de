package io.portcullis.broker.transport;

import inet.ipaddr.IPAddressString;
import io.portcullis.broker.platform.ConnectorTls;
import io.portcullis.rule.ConnectorFacts.MissingKeys;
import io.portcullis.rule.RequireTls;
import io.portcullis.rule.ShownCertificateFacts;
import io.portcullis.rule.TlsFacts;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509TrustManager;
import org.apache.activemq.broker.BrokerService;
import org.apache.activemq.broker.SslContext;
import org.apache.activemq.broker.TransportConnector;
import org.apache.activemq.spring.SpringSslContext;
import org.apache.activemq.util.URISupport;

/**
 * Reads the TLS options in a connector's URI. ActiveMQ sets options with the prefix {@code
 * transport.} on the server socket or on each transport. It sets those with {@code
 * transport.socket.} once more on each socket.
 */
public final class TlsInspector {

  /** Schemes whose server accepts {@code needClientAuth} without a prefix. */
  private static final Set<String> WITHOUT_PREFIX =
      Set.of(
          "ssl",
          "nio+ssl",
          "auto+ssl",
          "amqp+ssl",
          "mqtt+ssl",
          "mqtt+nio+ssl",
          "stomp+ssl",
          "stomp+nio+ssl");

  private static final String NEED = "needClientAuth";
  private static final String WANT = "wantClientAuth";

  private static final Set<String> JETTY = Set.of("wss", "https");
  private static final List<String> PREFIXES = List.of("transport.socket.", "transport.");

  private TlsInspector() {}

  /** Returns the facts of a connector, if its scheme has TLS. */
  public static Optional<TlsFacts> tls(BrokerService service, TransportConnector connector) {
    URI uri = connector.getUri();
    Optional<SslContext> configured = TlsBinding.configured(service, connector);
    if (uri.getScheme() == null || !RequireTls.protects(uri.getScheme())) {
      return Optional.empty();
    }
    Map<String, String> options = options(uri);
    boolean ownKeyStore = configured.isEmpty() && namesKeyStore(uri, options);
    return Optional.of(
        new TlsFacts(
            words(options, "enabledProtocols"),
            words(options, "enabledCipherSuites"),
            demandsCertificate(uri),
            asksCertificate(uri),
            ownKeyStore,
            host(uri),
            ownKeyStore
                ? ShownCertificateFacts.untold("its options name a key store")
                : shown(configured),
            List.copyOf(new TreeSet<>(options.keySet()))));
  }

  /**
   * Tells whether clients of a connector with this URI must show a certificate. On some transports,
   * a {@code want} option revokes the need.
   */
  static boolean demandsCertificate(URI uri) {
    String scheme = uri.getScheme().toLowerCase(Locale.ROOT);
    Map<String, String> options = options(uri);
    List<String> said =
        Stream.concat(values(options, NEED), Stream.ofNullable(options.get(NEED))).toList();
    boolean heard =
        options.containsKey("transport." + NEED)
            || (WITHOUT_PREFIX.contains(scheme) && options.containsKey(NEED));
    boolean takenBack = options.containsKey(WANT) || values(options, WANT).findAny().isPresent();
    return RequireTls.protects(scheme)
        && heard
        && !takenBack
        && said.stream().allMatch(Boolean::parseBoolean)
        && !said.isEmpty();
  }

  /** Tells whether the server asks clients for a certificate, which they need not show. */
  private static boolean asksCertificate(URI uri) {
    String scheme = uri.getScheme().toLowerCase(Locale.ROOT);
    Map<String, String> options = options(uri);
    return demandsCertificate(uri)
        || Stream.of(NEED, WANT)
            .flatMap(
                name ->
                    Stream.concat(
                        Stream.ofNullable(options.get("transport." + name)),
                        WITHOUT_PREFIX.contains(scheme)
                            ? Stream.ofNullable(options.get(name))
                            : Stream.of()))
            .anyMatch(Boolean::parseBoolean);
  }

  /** Tells whether a scheme's server accepts {@code needClientAuth} without a prefix. */
  public static boolean acceptsWithoutPrefix(String scheme) {
    return WITHOUT_PREFIX.contains(scheme);
  }

  /** Returns what a connector lacks to show a certificate; empty if it has a key store. */
  public static Optional<MissingKeys> missingKeys(
      BrokerService service, TransportConnector connector) {
    SslContext contextOrNull = TlsBinding.configured(service, connector).orElse(null);
    boolean hasKeys =
        contextOrNull instanceof SpringSslContext spring
            ? spring.getKeyStore() != null
            : contextOrNull != null;
    if (hasKeys || System.getProperty("javax.net.ssl.keyStore") != null) {
      return Optional.empty();
    }
    Path proposed = Path.of(System.getProperty("activemq.conf", ""), "broker.p12").toAbsolutePath();
    return Optional.of(new MissingKeys(proposed, contextOrNull != null));
  }

  private static Optional<String> host(URI uri) {
    return Optional.ofNullable(uri.getHost())
        .filter(host -> !new IPAddressString(host.replaceAll("^\\[|]$", "")).isIPAddress());
  }

  /**
   * Returns the certificates that a server with an SSL context shows, or why it shows none.
   *
   * @param trust the trust managers beside its keys
   */
  public static ShownCertificateFacts shown(SSLContext context, List<TrustManager> trust) {
    return ShownCertificates.of(context, authorities(trust));
  }

  private static ShownCertificateFacts shown(Optional<SslContext> configured) {
    try {
      return shown(
          TlsBinding.context(configured), configured.map(ConnectorTls::trust).orElse(List.of()));
    } catch (IOException e) {
      return ShownCertificateFacts.untold(e.getMessage());
    }
  }

  /** Returns the certificates in a trust store. */
  private static List<X509Certificate> authorities(List<TrustManager> trust) {
    return trust.stream()
        .filter(X509TrustManager.class::isInstance)
        .flatMap(manager -> Arrays.stream(((X509TrustManager) manager).getAcceptedIssuers()))
        .toList();
  }

  /**
   * Tells whether a connector's own options name a key store. Only Jetty reads one from there, and
   * only if no SSL context is configured.
   */
  private static boolean namesKeyStore(URI uri, Map<String, String> options) {
    return JETTY.contains(uri.getScheme().toLowerCase(Locale.ROOT))
        && values(options, "keyStore").findAny().isPresent();
  }

  private static Map<String, String> options(URI uri) {
    try {
      return URISupport.parseParameters(uri);
    } catch (URISyntaxException e) {
      return Map.of();
    }
  }

  private static List<String> words(Map<String, String> options, String name) {
    List<String> words = new ArrayList<>();
    values(options, name)
        .flatMap(value -> Arrays.stream(value.split(",")))
        .filter(word -> !word.isEmpty() && !words.contains(word))
        .forEach(words::add);
    return words;
  }

  /**
   * Returns the values of an option with either prefix. ActiveMQ ignores the case of the first
   * letter.
   */
  private static Stream<String> values(Map<String, String> options, String name) {
    return options.entrySet().stream()
        .filter(option -> option.getValue() != null)
        .filter(
            option -> PREFIXES.stream().anyMatch(p -> option.getKey().equalsIgnoreCase(p + name)))
        .map(Map.Entry::getValue);
  }
}
