package io.portcullis.soak;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** What lies between clients and a port; when it is cut, neither end hears a goodbye. */
final class Cable implements AutoCloseable {

  private final int to;
  private final ServerSocket server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
  private final Set<Socket> ends = ConcurrentHashMap.newKeySet();
  private final ExecutorService threads = Executors.newCachedThreadPool();

  Cable(int to) throws IOException {
    this.to = to;
    threads.execute(this::accept);
  }

  /** Where clients connect to. */
  int port() {
    return server.getLocalPort();
  }

  private void accept() {
    while (!server.isClosed()) {
      try {
        Socket client = server.accept();
        Socket broker = new Socket(server.getInetAddress(), to);
        ends.add(client);
        ends.add(broker);
        threads.execute(() -> carry(client, broker));
        threads.execute(() -> carry(broker, client));
      } catch (IOException e) {
        // The cable is taken away, or the client is gone again.
      }
    }
  }

  private void carry(Socket from, Socket into) {
    try (from;
        into) {
      from.getInputStream().transferTo(into.getOutputStream());
    } catch (IOException e) {
      // One end is gone, so the other one goes too.
    } finally {
      ends.remove(from);
      ends.remove(into);
    }
  }

  /** Cuts what is connected now: both ends get a reset. */
  void cut() {
    for (Socket end : ends) {
      try (end) {
        end.setSoLinger(true, 0);
      } catch (IOException e) {
        // It is gone already.
      }
    }
  }

  @Override
  public void close() throws IOException {
    server.close();
    cut();
    threads.shutdownNow();
  }
}
