package io.portcullis.broker.transport;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.List;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.SSLServerSocketFactory;

/**
 * Creates server sockets that enable only the given protocols and cipher suites. The sockets that
 * they accept inherit this.
 */
final class NarrowedServerSockets extends SSLServerSocketFactory {

  private final SSLServerSocketFactory whole;
  private final String[] protocols;
  private final String[] suites;

  NarrowedServerSockets(SSLServerSocketFactory whole, List<String> protocols, List<String> suites) {
    this.whole = whole;
    this.protocols = protocols.toArray(new String[0]);
    this.suites = suites.toArray(new String[0]);
  }

  private ServerSocket narrow(ServerSocket socket) {
    SSLServerSocket secure = (SSLServerSocket) socket;
    secure.setEnabledProtocols(protocols);
    secure.setEnabledCipherSuites(suites);
    return secure;
  }

  @Override
  public String[] getDefaultCipherSuites() {
    return suites.clone();
  }

  @Override
  public String[] getSupportedCipherSuites() {
    return suites.clone();
  }

  @Override
  public ServerSocket createServerSocket() throws IOException {
    return narrow(whole.createServerSocket());
  }

  @Override
  public ServerSocket createServerSocket(int port) throws IOException {
    return narrow(whole.createServerSocket(port));
  }

  @Override
  public ServerSocket createServerSocket(int port, int backlog) throws IOException {
    return narrow(whole.createServerSocket(port, backlog));
  }

  @Override
  public ServerSocket createServerSocket(int port, int backlog, InetAddress address)
      throws IOException {
    return narrow(whole.createServerSocket(port, backlog, address));
  }
}
