package io.portcullis.testing;

import static org.awaitility.Awaitility.await;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;

/** Somebody who sends bytes over TLS, in a WebSocket or not, and hears what comes back. */
public abstract class Stranger implements AutoCloseable {

  private static final int CHUNK = 32 * 1024;
  private static final long TIMEOUT_SECONDS = 20;

  private final ByteArrayOutputStream heard = new ByteArrayOutputStream();
  private volatile boolean ended;

  /** Connects to a port with TLS. */
  public static Stranger at(int port) throws IOException {
    Socket socket =
        GatedBroker.clientContext()
            .getSocketFactory()
            .createSocket(InetAddress.getLoopbackAddress(), port);
    return new OverTcp(socket);
  }

  /** Connects to a port without TLS. */
  public static Stranger plainAt(int port) throws IOException {
    return new OverTcp(new Socket(InetAddress.getLoopbackAddress(), port));
  }

  /** Connects to a port with a WebSocket of a subprotocol; one of STOMP sends text. */
  public static Stranger inWebSocket(int port, String subprotocol) throws Exception {
    Line.assumeMqttAndStomp();
    return new OverWebSocket(port, subprotocol);
  }

  /** Sends; the other end may have had enough, which {@link #isEnded} tells. */
  public abstract void send(byte[] bytes);

  /**
   * Says something to a transport that has started: what comes with the end of the handshake,
   * ActiveMQ's transports of NIO with TLS read in two threads, and may lose. One that finds out the
   * protocol starts when it has eight bytes.
   */
  public void say(GatedBroker broker, String connector, byte[]... parts) {
    byte[] all = new byte[Arrays.stream(parts).mapToInt(part -> part.length).sum()];
    int end = 0;
    for (byte[] part : parts) {
      System.arraycopy(part, 0, all, end, part.length);
      end += part.length;
    }
    if (port().isEmpty()) {
      send(all);
      return;
    }
    int detected = connector.startsWith("auto") ? 8 : 0;
    send(Arrays.copyOf(all, detected));
    await()
        .atMost(Duration.ofSeconds(TIMEOUT_SECONDS))
        .until(() -> isEnded() || isStarted(broker, connector));
    send(Arrays.copyOfRange(all, detected, all.length));
  }

  private boolean isStarted(GatedBroker broker, String connector) {
    return broker.getBrokerService().getConnectorByName(connector).getConnections().stream()
        .anyMatch(connection -> connection.getRemoteAddress().endsWith(port()));
  }

  /** The end of what the broker calls this client; empty for a WebSocket. */
  public String port() {
    return "";
  }

  /** Whether the other end has ended the connection. */
  public boolean isEnded() {
    return ended;
  }

  /** All that came back so far, a char for each byte. */
  public synchronized String heard() {
    return heard.toString(StandardCharsets.ISO_8859_1);
  }

  private synchronized void hear(byte[] bytes, int length) {
    heard.write(bytes, 0, length);
  }

  @Override
  public abstract void close() throws IOException;

  private static final class OverTcp extends Stranger {

    private final Socket socket;

    OverTcp(Socket socket) {
      this.socket = socket;
      Thread reader = new Thread(this::read, "stranger");
      reader.setDaemon(true);
      reader.start();
    }

    private void read() {
      byte[] buffer = new byte[CHUNK];
      try {
        InputStream in = socket.getInputStream();
        for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
          super.hear(buffer, read);
        }
      } catch (IOException e) {
        // A reset is an end, too.
      }
      super.ended = true;
    }

    @Override
    public void send(byte[] bytes) {
      try {
        socket.getOutputStream().write(bytes);
      } catch (IOException e) {
        super.ended = true;
      }
    }

    @Override
    public String port() {
      return ":" + socket.getLocalPort();
    }

    @Override
    public void close() throws IOException {
      socket.close();
    }
  }

  private static final class OverWebSocket extends Stranger implements WebSocket.Listener {

    private final boolean text;
    private final WebSocket socket;

    OverWebSocket(int port, String subprotocol) throws Exception {
      this.text = subprotocol.endsWith("stomp");
      this.socket =
          HttpClient.newBuilder()
              .sslContext(GatedBroker.clientContext())
              .build()
              .newWebSocketBuilder()
              .subprotocols(subprotocol)
              .buildAsync(new URI("wss://localhost:" + port), this)
              .get(TIMEOUT_SECONDS, TimeUnit.SECONDS);
    }

    @Override
    public void send(byte[] bytes) {
      try {
        if (text) {
          wait(socket.sendText(new String(bytes, StandardCharsets.ISO_8859_1), true));
          return;
        }
        for (int start = 0; start < bytes.length; start += CHUNK) {
          int length = Math.min(CHUNK, bytes.length - start);
          wait(socket.sendBinary(ByteBuffer.wrap(bytes, start, length), true));
        }
      } catch (Exception e) {
        super.ended = true;
      }
    }

    private static void wait(CompletableFuture<?> sent) throws Exception {
      Object unused = sent.get(TIMEOUT_SECONDS, TimeUnit.SECONDS);
    }

    @Override
    public CompletionStage<?> onText(WebSocket from, CharSequence data, boolean last) {
      byte[] bytes = data.toString().getBytes(StandardCharsets.ISO_8859_1);
      super.hear(bytes, bytes.length);
      return WebSocket.Listener.super.onText(from, data, last);
    }

    @Override
    public CompletionStage<?> onBinary(WebSocket from, ByteBuffer data, boolean last) {
      byte[] bytes = new byte[data.remaining()];
      data.get(bytes);
      super.hear(bytes, bytes.length);
      return WebSocket.Listener.super.onBinary(from, data, last);
    }

    @Override
    public CompletionStage<?> onClose(WebSocket from, int status, String reason) {
      super.ended = true;
      return WebSocket.Listener.super.onClose(from, status, reason);
    }

    @Override
    public void onError(WebSocket from, Throwable error) {
      super.ended = true;
    }

    @Override
    public void close() {
      socket.abort();
    }
  }
}
