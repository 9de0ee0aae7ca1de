package io.portcullis.broker.transport;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLServerSocketFactory;

/** Creates server sockets that accept each connection with the SSL context of that moment. */
final class FollowingServerSockets extends SSLServerSocketFactory {

  private final Supplier<SSLContext> whole;
  private final UnaryOperator<SSLEngine> narrow;

  /**
   * @param whole returns the context of the moment
   * @param narrow sets the protocols and cipher suites
   */
  FollowingServerSockets(Supplier<SSLContext> whole, UnaryOperator<SSLEngine> narrow) {
    this.whole = whole;
    this.narrow = narrow;
  }

  private SSLEngine settings() {
    SSLEngine engine = whole.get().createSSLEngine();
    engine.setUseClientMode(false);
    return narrow.apply(engine);
  }

  @Override
  public String[] getDefaultCipherSuites() {
    return settings().getEnabledCipherSuites();
  }

  @Override
  public String[] getSupportedCipherSuites() {
    return getDefaultCipherSuites();
  }

  @Override
  public ServerSocket createServerSocket() throws IOException {
    return new FollowingServerSocket(whole, settings());
  }

  @Override
  public ServerSocket createServerSocket(int port) throws IOException {
    return bound(new InetSocketAddress(port), 0);
  }

  @Override
  public ServerSocket createServerSocket(int port, int backlog) throws IOException {
    return bound(new InetSocketAddress(port), backlog);
  }

  @Override
  public ServerSocket createServerSocket(int port, int backlog, InetAddress address)
      throws IOException {
    return bound(new InetSocketAddress(address, port), backlog);
  }

  private ServerSocket bound(InetSocketAddress address, int backlog) throws IOException {
    ServerSocket socket = createServerSocket();
    try {
      socket.bind(address, backlog);
      return socket;
    } catch (IOException | RuntimeException e) {
      socket.close();
      throw e;
    }
  }
}
