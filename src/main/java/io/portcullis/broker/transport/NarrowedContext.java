package io.portcullis.broker.transport;

import java.io.IOException;
import java.security.KeyManagementException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.List;
import java.util.function.Supplier;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLContextSpi;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLServerSocketFactory;
import javax.net.ssl.SSLSessionContext;
import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.TrustManager;

/**
 * An SSL context like another, whose servers support and enable only the given protocols and cipher
 * suites. Each connection uses the other context of that moment. So new keys need no new server,
 * and nobody resumes a session of the former keys.
 */
final class NarrowedContext extends SSLContext {

  private final Narrowing narrowing;

  private NarrowedContext(Supplier<SSLContext> whole, Narrowing narrowing) {
    super(new Spi(whole, narrowing), whole.get().getProvider(), whole.get().getProtocol());
    this.narrowing = narrowing;
  }

  /**
   * Narrows a context to the supported ones among the protocols and cipher suites.
   *
   * @param whole returns the context of the moment
   * @throws IOException if it supports none of them
   */
  static NarrowedContext of(Supplier<SSLContext> whole, List<String> protocols, List<String> suites)
      throws IOException {
    SSLParameters supported = whole.get().getSupportedSSLParameters();
    Narrowing narrowing =
        new Narrowing(
            common(protocols, supported.getProtocols()),
            common(suites, supported.getCipherSuites()));
    if (narrowing.protocols.isEmpty() || narrowing.suites.isEmpty()) {
      throw new IOException(
          "the SSL context of %s has none of %s with %s"
              .formatted(whole.get().getProvider().getName(), protocols, suites));
    }
    return new NarrowedContext(whole, narrowing);
  }

  /** Returns a context that follows another and narrows nothing. */
  static NarrowedContext following(Supplier<SSLContext> whole) {
    return new NarrowedContext(whole, new Narrowing(List.of(), List.of()));
  }

  private static List<String> common(List<String> wanted, String[] supported) {
    return wanted.stream().filter(Arrays.asList(supported)::contains).toList();
  }

  /** Returns the protocols that remain. */
  List<String> protocols() {
    return narrowing.protocols;
  }

  /** Returns the cipher suites that remain. */
  List<String> suites() {
    return narrowing.suites;
  }

  /** The protocols and cipher suites that remain; none if nothing is narrowed. */
  private record Narrowing(List<String> protocols, List<String> suites) {

    SSLEngine of(SSLEngine engine) {
      if (suites.isEmpty()) {
        return engine;
      }
      engine.setEnabledProtocols(protocols.toArray(new String[0]));
      engine.setEnabledCipherSuites(suites.toArray(new String[0]));
      return engine;
    }

    SSLParameters of(SSLParameters parameters) {
      if (suites.isEmpty()) {
        return parameters;
      }
      parameters.setProtocols(protocols.toArray(new String[0]));
      parameters.setCipherSuites(suites.toArray(new String[0]));
      return parameters;
    }
  }

  /** The implementation of the narrowed context. */
  private static final class Spi extends SSLContextSpi {

    private final Supplier<SSLContext> whole;
    private final Narrowing narrowing;

    Spi(Supplier<SSLContext> whole, Narrowing narrowing) {
      this.whole = whole;
      this.narrowing = narrowing;
    }

    @Override
    protected void engineInit(KeyManager[] keys, TrustManager[] trust, SecureRandom random)
        throws KeyManagementException {
      throw new KeyManagementException("the context that was narrowed has its keys");
    }

    @Override
    protected SSLSocketFactory engineGetSocketFactory() {
      return whole.get().getSocketFactory();
    }

    @Override
    protected SSLServerSocketFactory engineGetServerSocketFactory() {
      return new FollowingServerSockets(whole, narrowing::of);
    }

    @Override
    protected SSLEngine engineCreateSSLEngine() {
      return narrowing.of(whole.get().createSSLEngine());
    }

    @Override
    protected SSLEngine engineCreateSSLEngine(String host, int port) {
      return narrowing.of(whole.get().createSSLEngine(host, port));
    }

    @Override
    protected SSLSessionContext engineGetServerSessionContext() {
      return whole.get().getServerSessionContext();
    }

    @Override
    protected SSLSessionContext engineGetClientSessionContext() {
      return whole.get().getClientSessionContext();
    }

    @Override
    protected SSLParameters engineGetDefaultSSLParameters() {
      return narrowing.of(whole.get().getDefaultSSLParameters());
    }

    @Override
    protected SSLParameters engineGetSupportedSSLParameters() {
      return narrowing.of(whole.get().getSupportedSSLParameters());
    }
  }
}
