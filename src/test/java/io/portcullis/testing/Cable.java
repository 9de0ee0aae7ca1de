package io.portcullis.testing;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** What lies between clients and a port of this machine, until it is cut. */
public final class Cable implements AutoCloseable {

  private final int to;
  private final boolean brokerHears;
  private final ServerSocket server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
  private final Set<Socket> clients = ConcurrentHashMap.newKeySet();
  private final Set<Socket> brokers = ConcurrentHashMap.newKeySet();
  private final ExecutorService threads = Executors.newCachedThreadPool();

  private Cable(int to, boolean brokerHears) throws IOException {
    this.to = to;
    this.brokerHears = brokerHears;
    threads.execute(this::accept);
  }

  /** One of which both ends get a reset when it is cut. */
  public static Cable to(int port) throws IOException {
    return new Cable(port, true);
  }

  /**
   * One of which only the client hears when it is cut, as where a router in between loses its
   * tables.
   */
  public static Cable halfDeadTo(int port) throws IOException {
    return new Cable(port, false);
  }

  /** Where clients connect to. */
  public int port() {
    return server.getLocalPort();
  }

  private void accept() {
    while (!server.isClosed()) {
      try {
        Socket client = server.accept();
        Socket broker = new Socket(server.getInetAddress(), to);
        clients.add(client);
        brokers.add(broker);
        threads.execute(() -> carry(client, broker));
        threads.execute(() -> carry(broker, client));
      } catch (IOException e) {
        // The cable is taken away, or the client is gone again.
      }
    }
  }

  private void carry(Socket from, Socket into) {
    try {
      from.getInputStream().transferTo(into.getOutputStream());
    } catch (IOException e) {
      // One end is gone.
    }
    if (brokerHears) {
      end(from);
      end(into);
    }
  }

  private void end(Socket socket) {
    try (socket) {
      clients.remove(socket);
      brokers.remove(socket);
    } catch (IOException e) {
      // It is gone already.
    }
  }

  /** Cuts what is connected now. */
  public void cut() {
    clients.forEach(Cable::reset);
    clients.clear();
    if (brokerHears) {
      brokers.forEach(Cable::reset);
      brokers.clear();
    }
  }

  private static void reset(Socket end) {
    try (end) {
      end.setSoLinger(true, 0);
    } catch (IOException e) {
      // It is gone already.
    }
  }

  @Override
  public void close() throws IOException {
    server.close();
    cut();
    brokers.forEach(Cable::reset);
    threads.shutdownNow();
  }
}
