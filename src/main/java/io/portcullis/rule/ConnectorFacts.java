package io.portcullis.rule;

import io.portcullis.policy.Resource;
import java.net.InetAddress;
import java.util.List;
import java.util.Optional;

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
 */
public record ConnectorFacts(
    String name,
    String location,
    String scheme,
    List<InetAddress> addresses,
    boolean early,
    Optional<TlsFacts> tls,
    Optional<String> announces)
    implements Judged {

  /** Creates a connector that is not announced, or is announced by something harmless. */
  public ConnectorFacts {
    addresses = List.copyOf(addresses);
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

  /** Returns the certificates that it shows, as far as they are known. */
  public List<CertificateFacts> certificates() {
    return tls.map(facts -> facts.shown().certificates()).orElse(List.of());
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
