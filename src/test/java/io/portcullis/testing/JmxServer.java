package io.portcullis.testing;

import java.io.IOException;
import java.io.Serializable;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.rmi.registry.LocateRegistry;
import java.rmi.registry.Registry;
import java.rmi.server.RMIClientSocketFactory;
import java.rmi.server.RMIServerSocketFactory;
import java.rmi.server.UnicastRemoteObject;
import java.util.Map;
import java.util.Set;
import javax.management.remote.JMXAuthenticator;
import javax.management.remote.JMXConnectorServer;
import javax.management.remote.JMXConnectorServerFactory;
import javax.management.remote.JMXPrincipal;
import javax.management.remote.JMXServiceURL;
import javax.management.remote.rmi.RMIConnectorServer;
import javax.security.auth.Subject;

/** A JMX connector of this JVM on loopback, with an RMI registry and one login. */
public final class JmxServer implements AutoCloseable {

  private final int port;
  private final Registry registry;
  private final JMXConnectorServer server;

  private JmxServer(int port, Registry registry, JMXConnectorServer server) {
    this.port = port;
    this.registry = registry;
    this.server = server;
  }

  /** Starts one that lets this user in, and nobody else. */
  public static JmxServer start(String user, String password) throws Exception {
    int port = FreePorts.next();
    Registry registry = LocateRegistry.createRegistry(port, new OnLoopback(), new OnLoopback());
    JMXAuthenticator only =
        credentials -> {
          if (credentials instanceof String[] login
              && login[0].equals(user)
              && login[1].equals(password)) {
            return new Subject(true, Set.of(new JMXPrincipal(user)), Set.of(), Set.of());
          }
          throw new SecurityException("Authentication failed! Invalid username or password");
        };
    JMXConnectorServer server =
        JMXConnectorServerFactory.newJMXConnectorServer(
            new JMXServiceURL("service:jmx:rmi:///jndi/rmi://127.0.0.1:%d/jmxrmi".formatted(port)),
            Map.of(
                JMXConnectorServer.AUTHENTICATOR,
                only,
                RMIConnectorServer.RMI_CLIENT_SOCKET_FACTORY_ATTRIBUTE,
                new OnLoopback(),
                RMIConnectorServer.RMI_SERVER_SOCKET_FACTORY_ATTRIBUTE,
                new OnLoopback()),
            ManagementFactory.getPlatformMBeanServer());
    server.start();
    return new JmxServer(port, registry, server);
  }

  /** Where it is, as host and port. */
  public String address() {
    return "127.0.0.1:" + port;
  }

  /** Where it is, as a service URL. */
  public String url() {
    return "service:jmx:rmi:///jndi/rmi://%s/jmxrmi".formatted(address());
  }

  @Override
  public void close() throws IOException {
    server.stop();
    UnicastRemoteObject.unexportObject(registry, true);
  }

  /** Sockets on loopback, whatever this host is called. All of them are equal. */
  private record OnLoopback()
      implements RMIClientSocketFactory, RMIServerSocketFactory, Serializable {

    @Override
    public Socket createSocket(String host, int port) throws IOException {
      return new Socket(InetAddress.getLoopbackAddress(), port);
    }

    @Override
    public ServerSocket createServerSocket(int port) throws IOException {
      return new ServerSocket(port, 50, InetAddress.getLoopbackAddress());
    }
  }
}
