package io.portcullis.broker.transport;

import java.net.Socket;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.util.List;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult.HandshakeStatus;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509ExtendedTrustManager;

/** A TLS handshake of a server with a client that accepts any certificate, both in this JVM. */
final class MemoryHandshake {

  /** The maximum number of rounds. A handshake takes three or four. */
  private static final int ROUNDS = 50;

  private static final int BUFFER_BYTES = 1 << 17;

  private final SSLEngine client;
  private final SSLEngine server;
  private final ByteBuffer toServer = ByteBuffer.allocate(BUFFER_BYTES);
  private final ByteBuffer toClient = ByteBuffer.allocate(BUFFER_BYTES);
  private final ByteBuffer application = ByteBuffer.allocate(BUFFER_BYTES);

  private MemoryHandshake(SSLEngine client, SSLEngine server) {
    this.client = client;
    this.server = server;
  }

  /**
   * Returns the certificates that a server with this context shows, its own first.
   *
   * @param context the server's context
   * @param protocol the only protocol that the client speaks
   * @param suites the only cipher suites that it offers
   * @throws SSLException if they do not agree
   */
  static X509Certificate[] chain(SSLContext context, String protocol, List<String> suites)
      throws SSLException, GeneralSecurityException {
    Witness witness = new Witness();
    SSLContext trusting = SSLContext.getInstance("TLS");
    trusting.init(null, new TrustManager[] {witness}, new SecureRandom());
    SSLEngine client = trusting.createSSLEngine();
    client.setUseClientMode(true);
    client.setEnabledProtocols(new String[] {protocol});
    client.setEnabledCipherSuites(suites.toArray(new String[0]));
    SSLEngine server = context.createSSLEngine();
    server.setUseClientMode(false);
    new MemoryHandshake(client, server).run();
    server.getSession().invalidate();
    if (witness.chain.length == 0) {
      throw new SSLPeerUnverifiedException("no certificate was shown");
    }
    return witness.chain;
  }

  private void run() throws SSLException {
    client.beginHandshake();
    server.beginHandshake();
    for (int i = 0; i < ROUNDS && (isAtIt(client) || isAtIt(server)); i++) {
      advance(client, toClient, toServer);
      advance(server, toServer, toClient);
    }
  }

  private static boolean isAtIt(SSLEngine engine) {
    HandshakeStatus status = engine.getHandshakeStatus();
    return status != HandshakeStatus.NOT_HANDSHAKING && status != HandshakeStatus.FINISHED;
  }

  private void advance(SSLEngine engine, ByteBuffer in, ByteBuffer out) throws SSLException {
    in.flip();
    boolean goesOn = true;
    while (goesOn) {
      goesOn =
          switch (engine.getHandshakeStatus()) {
            case NEED_TASK -> work(engine);
            case NEED_WRAP -> engine.wrap(ByteBuffer.allocate(0), out).bytesProduced() > 0;
            case NEED_UNWRAP ->
                in.hasRemaining() && engine.unwrap(in, application.clear()).bytesConsumed() > 0;
            case NEED_UNWRAP_AGAIN, NOT_HANDSHAKING, FINISHED -> false;
          };
    }
    in.compact();
  }

  private static boolean work(SSLEngine engine) {
    for (Runnable task = engine.getDelegatedTask();
        task != null;
        task = engine.getDelegatedTask()) {
      task.run();
    }
    return true;
  }

  /** A trust manager that accepts and records what the server shows. */
  private static final class Witness extends X509ExtendedTrustManager {

    private X509Certificate[] chain = {};

    @Override
    public void checkServerTrusted(X509Certificate[] shown, String type, SSLEngine engine) {
      chain = shown.clone();
    }

    @Override
    public void checkServerTrusted(X509Certificate[] shown, String type, Socket socket) {
      chain = shown.clone();
    }

    @Override
    public void checkServerTrusted(X509Certificate[] shown, String type) {
      chain = shown.clone();
    }

    @Override
    public void checkClientTrusted(X509Certificate[] shown, String type, SSLEngine engine) {}

    @Override
    public void checkClientTrusted(X509Certificate[] shown, String type, Socket socket) {}

    @Override
    public void checkClientTrusted(X509Certificate[] shown, String type) {}

    @Override
    public X509Certificate[] getAcceptedIssuers() {
      return new X509Certificate[0];
    }
  }
}
