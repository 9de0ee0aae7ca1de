package io.portcullis.testing;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.util.Set;
import java.util.TreeSet;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509ExtendedTrustManager;

/** Asks a port for each protocol and cipher suite that this JVM has, one at a time. */
public final class TlsProbe {

  private static final int TIMEOUT_MILLIS = 10_000;

  private final SSLContext context;

  /** Asks as a client that trusts everybody. */
  public TlsProbe() throws GeneralSecurityException {
    context = SSLContext.getInstance("TLS");
    context.init(null, new TrustManager[] {new Trusting()}, new SecureRandom());
  }

  /** What it agrees to, such as {@code TLSv1.3 TLS_AES_128_GCM_SHA256}. */
  public Set<String> accepted(int port) throws IOException {
    Set<String> accepted = new TreeSet<>();
    for (String protocol : context.getSupportedSSLParameters().getProtocols()) {
      for (String suite : context.getSupportedSSLParameters().getCipherSuites()) {
        if (accepts(port, protocol, suite)) {
          accepted.add(protocol + " " + suite);
        }
      }
    }
    return accepted;
  }

  /** Whether it agrees to one. */
  public boolean accepts(int port, String protocol, String suite) throws IOException {
    try (SSLSocket socket = connected(port)) {
      socket.setEnabledProtocols(new String[] {protocol});
      socket.setEnabledCipherSuites(new String[] {suite});
      socket.startHandshake();
      return socket.getSession().getProtocol().equals(protocol)
          && socket.getSession().getCipherSuite().equals(suite);
    } catch (IOException e) {
      return false;
    }
  }

  /** Fails where nobody listens, so that this is not taken for a no. */
  private SSLSocket connected(int port) throws IOException {
    try {
      Socket plain = new Socket(InetAddress.getLoopbackAddress(), port);
      plain.setSoTimeout(TIMEOUT_MILLIS);
      return (SSLSocket) context.getSocketFactory().createSocket(plain, "localhost", port, true);
    } catch (IOException e) {
      throw new IllegalStateException("nobody listens on " + port, e);
    }
  }

  private static final class Trusting extends X509ExtendedTrustManager {

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type, Socket socket) {}

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type, Socket socket) {}

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type, SSLEngine engine) {}

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type, SSLEngine engine) {}

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type) {}

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type) {}

    @Override
    public X509Certificate[] getAcceptedIssuers() {
      return new X509Certificate[0];
    }
  }
}
