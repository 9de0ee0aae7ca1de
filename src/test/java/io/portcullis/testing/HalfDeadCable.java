package io.portcullis.testing;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * What lies between a client and a port; when it is cut, the client hears it and the broker does
 * not, as where a router in between loses its tables.
 */
public final class HalfDeadCable implements AutoCloseable {

  private final int to;
  private final ServerSocket server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
  private final Set<Socket> clients = ConcurrentHashMap.newKeySet();
  private final Set<Socket> brokers = ConcurrentHashMap.newKeySet();
  private final ExecutorService threads = Executors.newCachedThreadPool();

  /** Leads to a port of this machine. */
  public HalfDeadCable(int to) throws IOException {
    this.to = to;
    threads.execute(this::accept);
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

  /** Closes neither end: whoever waits behind it hears nothing. */
  private static void carry(Socket from, Socket into) {
    try {
      from.getInputStream().transferTo(into.getOutputStream());
    } catch (IOException e) {
      // One end is gone, and the other is not told.
    }
  }

  /** Cuts what is connected now; the broker's ends stay open. */
  public void cut() {
    clients.forEach(HalfDeadCable::reset);
    clients.clear();
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
    brokers.forEach(HalfDeadCable::reset);
    threads.shutdownNow();
  }
}
