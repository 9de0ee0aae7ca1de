package io.portcullis.broker;

import inet.ipaddr.IPAddressString;
import io.portcullis.rule.RequireTls;
import io.portcullis.rule.ShownFacts;
import io.portcullis.rule.TlsFacts;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.activemq.broker.BrokerService;
import org.apache.activemq.util.URISupport;

/**
 * Looks at what a connector says about TLS in its URI. ActiveMQ sets options with the prefix {@code
 * transport.} on the server's socket or on each transport, and those with {@code transport.socket.}
 * on each socket once more.
 */
final class TlsInspector {

  private static final Set<String> JETTY = Set.of("wss", "https");
  private static final List<String> PREFIXES = List.of("transport.socket.", "transport.");

  private TlsInspector() {}

  /** The facts of a connector with this URI, if its scheme has TLS. */
  static Optional<TlsFacts> tls(BrokerService service, URI uri) {
    if (uri.getScheme() == null || !RequireTls.protects(uri.getScheme())) {
      return Optional.empty();
    }
    Map<String, String> options = options(uri);
    boolean ownKeyStore = hasOwnKeyStore(service, uri, options);
    return Optional.of(
        new TlsFacts(
            words(options, "enabledProtocols"),
            words(options, "enabledCipherSuites"),
            ownKeyStore,
            host(uri),
            ownKeyStore ? ShownFacts.untold("its options name a key store") : shown(service)));
  }

  private static Optional<String> host(URI uri) {
    return Optional.ofNullable(uri.getHost())
        .filter(host -> !new IPAddressString(host.replaceAll("^\\[|]$", "")).isIPAddress());
  }

  private static ShownFacts shown(BrokerService service) {
    try {
      return ShownCertificates.of(TlsBinding.context(service));
    } catch (IOException e) {
      return ShownFacts.untold(e.getMessage());
    }
  }

  /** Only Jetty takes a key store from a connector's options, and only without a broker's. */
  private static boolean hasOwnKeyStore(
      BrokerService service, URI uri, Map<String, String> options) {
    return service.getSslContext() == null
        && JETTY.contains(uri.getScheme().toLowerCase(Locale.ROOT))
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

  /** The values that an option has with either prefix; ActiveMQ ignores the first letter's case. */
  private static Stream<String> values(Map<String, String> options, String name) {
    return options.entrySet().stream()
        .filter(option -> option.getValue() != null)
        .filter(
            option -> PREFIXES.stream().anyMatch(p -> option.getKey().equalsIgnoreCase(p + name)))
        .map(Map.Entry::getValue);
  }
}
