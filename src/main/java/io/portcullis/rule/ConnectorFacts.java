package io.portcullis.rule;

import io.portcullis.policy.Resource;
import java.net.InetAddress;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A transport connector.
 *
 * <p>Asked by {@code broker.start.StartInspector} and {@code broker.connector.ConnectorGates}.
 *
 * @param name its name
 * @param location its URI without options, such as {@code ssl://0.0.0.0:61617}
 * @param scheme the URI's scheme, in lower case
 * @param addresses the addresses it would listen on, with a wildcard resolved to those of the
 *     host's interfaces; empty if its host name cannot be resolved
 * @param early whether its port was bound before the gate could judge it
 * @param tls its TLS options; empty if its scheme has no TLS
 * @param announces what announces it and does more than that, in words
 * @param missingKeys what the broker lacks to show a certificate; empty if it has keys
 * @param autoProtocols the names in its option {@code auto.protocols}; empty if it has none
 */
public record ConnectorFacts(
    String name,
    String location,
    String scheme,
    List<InetAddress> addresses,
    boolean early,
    Optional<TlsFacts> tls,
    Optional<String> announces,
    Optional<MissingKeys> missingKeys,
    List<String> autoProtocols)
    implements Judged {

  /**
   * What a broker lacks to show a certificate.
   *
   * @param keyStore the file that a remedy proposes
   * @param context whether the broker has an {@code <sslContext>}, without a key store
   */
  public record MissingKeys(Path keyStore, boolean context) {}

  private static final Pattern HOST = Pattern.compile("^[^:]+://([^/?:\\[]+|\\[[^]]*])");

  /** Creates a connector that is not announced, or is announced by something harmless. */
  public ConnectorFacts {
    addresses = List.copyOf(addresses);
    autoProtocols = List.copyOf(autoProtocols);
  }

  /** A connector whose scheme alone says what it speaks. */
  public ConnectorFacts(
      String name,
      String location,
      String scheme,
      List<InetAddress> addresses,
      boolean early,
      Optional<TlsFacts> tls,
      Optional<String> announces,
      Optional<MissingKeys> missingKeys) {
    this(name, location, scheme, addresses, early, tls, announces, missingKeys, List.of());
  }

  /** A connector of a broker that has keys. */
  public ConnectorFacts(
      String name,
      String location,
      String scheme,
      List<InetAddress> addresses,
      boolean early,
      Optional<TlsFacts> tls,
      Optional<String> announces) {
    this(name, location, scheme, addresses, early, tls, announces, Optional.empty());
  }

  /** A connector that nobody announces, or what only announces. */
  public ConnectorFacts(
      String name,
      String location,
      String scheme,
      List<InetAddress> addresses,
      boolean early,
      Optional<TlsFacts> tls) {
    this(name, location, scheme, addresses, early, tls, Optional.empty());
  }

  /** Returns the scheme as it is written. */
  String writtenScheme() {
    return location.replaceFirst(":.*", "");
  }

  /** Returns the host as it is written; empty if the URI has none. */
  Optional<String> writtenHost() {
    Matcher host = HOST.matcher(location);
    return host.find() ? Optional.of(host.group(1)) : Optional.empty();
  }

  /** Returns the certificates that it shows, as far as they are known. */
  public List<CertificateFacts> certificates() {
    return tls.map(facts -> facts.shown().certificates()).orElse(List.of());
  }

  /** Returns the connector as it would be with other certificates. */
  public ConnectorFacts showing(ShownCertificateFacts others) {
    return new ConnectorFacts(
        name,
        location,
        scheme,
        addresses,
        early,
        tls.map(facts -> facts.showing(others)),
        announces,
        missingKeys);
  }

  @Override
  public Resource about() {
    return Resource.connector(name);
  }

  @Override
  public String where() {
    return "connector \"%s\" (%s)".formatted(name, location);
  }
}
