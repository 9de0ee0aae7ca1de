package io.portcullis.broker.transport;

import io.portcullis.broker.platform.ConnectorTls;
import io.portcullis.rule.ConnectorFacts;
import io.portcullis.rule.ModernTls;
import io.portcullis.rule.TlsFacts;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.security.GeneralSecurityException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import org.apache.activemq.broker.BrokerService;
import org.apache.activemq.broker.BrokerServiceAware;
import org.apache.activemq.broker.SslContext;
import org.apache.activemq.broker.TransportConnector;
import org.apache.activemq.transport.TransportFactory;
import org.apache.activemq.transport.TransportFactorySupport;
import org.apache.activemq.transport.TransportServer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Binds connectors, those with TLS by a narrowed SSL context. The context has only the protocols
 * and cipher suites that the connector's options name, or modern ones if they name none. So no
 * transport can offer others. It follows the configured context, whose keys may change while the
 * broker runs. The connector's URI does not change.
 */
public final class TlsBinding {

  private static final Logger LOG = LoggerFactory.getLogger(TlsBinding.class);

  private final BrokerService service;
  private final ModernTls modern;
  private final boolean narrows;

  /** The cipher suites that were logged, each list with the first connector that has it. */
  private final Map<List<String>, String> logged = new ConcurrentHashMap<>();

  /**
   * @param service the broker whose connectors are bound
   * @param modern the accepted protocols and cipher suites
   * @param narrows whether to narrow contexts; if not, connectors speak what they would without the
   *     gate
   */
  public TlsBinding(BrokerService service, ModernTls modern, boolean narrows) {
    this.service = service;
    this.modern = modern;
    this.narrows = narrows;
  }

  /**
   * Binds the port of a connector.
   *
   * @param name its name
   */
  public TransportServer bind(String name, TransportConnector connector)
      throws IOException, URISyntaxException {
    URI uri = connector.getUri();
    Optional<TlsFacts> tls = TlsInspector.tls(service, connector);
    if (tls.isEmpty() || tls.get().ownKeyStore()) {
      return TransportFactorySupport.bind(service, uri);
    }
    Optional<SslContext> configured = configured(service, connector);
    if (!narrows && configured.isEmpty()) {
      return TransportFactorySupport.bind(service, uri);
    }
    TransportFactory factory = TransportFactory.findTransportFactory(uri);
    if (factory instanceof BrokerServiceAware aware) {
      aware.setBrokerService(service);
    }
    Supplier<SSLContext> whole = () -> contextNow(configured);
    context(configured);
    NarrowedContext context =
        narrows ? narrowed(name, whole, tls.get()) : NarrowedContext.following(whole);
    return ConnectorTls.bind(factory, uri, new BoundContext(context));
  }

  /**
   * Returns the protocols that a connector was bound with; empty if it has Java's defaults or no
   * TLS.
   */
  public List<String> protocols(ConnectorFacts connector) {
    return connector.tls().map(tls -> protocols(tls, isNarrowed(connector))).orElse(List.of());
  }

  /** Returns its cipher suites; empty if it has Java's defaults or no TLS. */
  public List<String> cipherSuites(ConnectorFacts connector) {
    return connector.tls().map(tls -> cipherSuites(tls, isNarrowed(connector))).orElse(List.of());
  }

  /** Returns the TLS protocols that this JVM enables where nobody names any. */
  public static List<String> protocolsOfJava() {
    return List.of(ofJava().getProtocols());
  }

  /** Returns the cipher suites that this JVM enables where nobody names any. */
  public static List<String> cipherSuitesOfJava() {
    return List.of(ofJava().getCipherSuites());
  }

  private static SSLParameters ofJava() {
    try {
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(null, null, null);
      return context.getDefaultSSLParameters();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK has TLS", e);
    }
  }

  private boolean isNarrowed(ConnectorFacts connector) {
    return narrows && !connector.early() && connector.tls().filter(TlsFacts::ownKeyStore).isEmpty();
  }

  private List<String> protocols(TlsFacts tls, boolean narrowed) {
    return tls.protocols().isEmpty() && narrowed ? modern.protocols() : tls.protocols();
  }

  private List<String> cipherSuites(TlsFacts tls, boolean narrowed) {
    return tls.cipherSuites().isEmpty() && narrowed ? modern.cipherSuites() : tls.cipherSuites();
  }

  private NarrowedContext narrowed(String connector, Supplier<SSLContext> whole, TlsFacts tls)
      throws IOException {
    NarrowedContext narrowed =
        NarrowedContext.of(whole, protocols(tls, true), cipherSuites(tls, true));
    say(connector, narrowed);
    return narrowed;
  }

  /** Logs what a connector speaks. Cipher suites are listed for the first that has them. */
  private void say(String connector, NarrowedContext narrowed) {
    String protocols = String.join(", ", narrowed.protocols());
    String first = logged.putIfAbsent(narrowed.suites(), connector);
    if (first == null) {
      LOG.info(
          "Connector {} speaks {} with {}",
          connector,
          protocols,
          String.join(", ", narrowed.suites()));
      return;
    }
    LOG.info(
        "Connector {} speaks {} with the cipher suites of connector {}",
        connector,
        protocols,
        first);
  }

  /** Returns the SSL context that is configured for a connector: its own, or the broker's. */
  public static Optional<SslContext> configured(
      BrokerService service, TransportConnector connector) {
    return ConnectorTls.own(connector).or(() -> Optional.ofNullable(service.getSslContext()));
  }

  /**
   * Returns the SSL context of a connector. If none is configured, it is Java's default.
   *
   * @throws IOException if it cannot be created
   */
  static SSLContext context(Optional<SslContext> configured) throws IOException {
    try {
      return configured.isPresent() ? configured.get().getSSLContext() : SSLContext.getDefault();
    } catch (GeneralSecurityException e) {
      throw new IOException("the broker has no SSL context: " + e.getMessage(), e);
    }
  }

  private static SSLContext contextNow(Optional<SslContext> configured) {
    try {
      return context(configured);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
