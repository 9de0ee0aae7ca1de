package io.portcullis.testing;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import org.apache.activemq.ActiveMQSslConnectionFactory;
import org.apache.activemq.broker.SslContext;
import org.apache.qpid.jms.JmsConnectionFactory;

/** Logs in over any TLS scheme, with the keys and the trust that a test says. */
public final class CertifiedClient {

  private static final int TIMEOUT_SECONDS = 10;
  private static final String CONNECT =
      "CONNECT\naccept-version:1.2\nhost:localhost\nlogin:admin\npasscode:%s\n\n\0"
          .formatted(GatedBroker.PASSWORD);

  private CertifiedClient() {}

  /**
   * Logs in as admin, and leaves.
   *
   * @throws Exception if that is refused
   */
  public static void login(String scheme, int port, SslContext tls) throws Exception {
    Line.assumeSpoken(scheme);
    switch (scheme.replaceFirst("\\+.*", "")) {
      case "stomp" -> raw(port, tls, CONNECT.getBytes(StandardCharsets.UTF_8), "CONNECTED");
      case "mqtt" -> raw(port, tls, mqtt(), " \2\0\0");
      case "wss" -> webSocket(port, tls.getSSLContext());
      case "amqp" -> amqp(port, tls.getSSLContext());
      default -> openWire(port, tls);
    }
  }

  private static void openWire(int port, SslContext tls) throws Exception {
    ActiveMQSslConnectionFactory factory =
        new ActiveMQSslConnectionFactory("ssl://localhost:" + port);
    factory.setKeyAndTrustManagers(
        tls.getKeyManagersAsArray(), tls.getTrustManagersAsArray(), null);
    factory.setWatchTopicAdvisories(false);
    try (var connection = factory.createConnection("admin", GatedBroker.PASSWORD)) {
      connection.start();
    }
  }

  private static void amqp(int port, SSLContext context) throws Exception {
    JmsConnectionFactory factory = new JmsConnectionFactory("amqps://localhost:" + port);
    factory.setSslContext(context);
    try (var connection = factory.createConnection("admin", GatedBroker.PASSWORD)) {
      connection.start();
    }
  }

  private static void raw(int port, SslContext tls, byte[] bytes, String answer) throws Exception {
    try (SSLSocket socket =
        (SSLSocket) tls.getSSLContext().getSocketFactory().createSocket("localhost", port)) {
      socket.setSoTimeout(TIMEOUT_SECONDS * 1000);
      socket.getOutputStream().write(bytes);
      InputStream in = socket.getInputStream();
      String begin = new String(in.readNBytes(answer.length()), StandardCharsets.ISO_8859_1);
      if (!begin.equals(answer)) {
        throw new IOException("answered " + begin);
      }
    }
  }

  /** MQTT 3.1.1, clean session, with name and password. */
  private static byte[] mqtt() {
    byte[] password = GatedBroker.PASSWORD.getBytes(StandardCharsets.UTF_8);
    int length = 10 + 2 + 1 + 2 + 5 + 2 + password.length;
    return ByteBuffer.allocate(2 + length)
        .put((byte) 0x10)
        .put((byte) length)
        .put(new byte[] {0, 4, 'M', 'Q', 'T', 'T', 4, (byte) 0xC2, 0, 60})
        .put(new byte[] {0, 1, 'c'})
        .put(new byte[] {0, 5, 'a', 'd', 'm', 'i', 'n'})
        .putShort((short) password.length)
        .put(password)
        .array();
  }

  private static void webSocket(int port, SSLContext context) throws Exception {
    CompletableFuture<String> answer = new CompletableFuture<>();
    WebSocket socket =
        HttpClient.newBuilder()
            .sslContext(context)
            .build()
            .newWebSocketBuilder()
            .subprotocols("v12.stomp")
            .buildAsync(URI.create("wss://localhost:" + port), new Listening(answer))
            .get(TIMEOUT_SECONDS, TimeUnit.SECONDS);
    try {
      socket.sendText(CONNECT, true).get(TIMEOUT_SECONDS, TimeUnit.SECONDS);
      String said = answer.get(TIMEOUT_SECONDS, TimeUnit.SECONDS);
      if (!said.startsWith("CONNECTED")) {
        throw new IOException("answered " + said);
      }
    } finally {
      socket.abort();
    }
  }

  private record Listening(CompletableFuture<String> answer) implements WebSocket.Listener {

    @Override
    public CompletionStage<?> onText(WebSocket socket, CharSequence text, boolean last) {
      answer.complete(text.toString());
      return CompletableFuture.completedStage("");
    }

    @Override
    public CompletionStage<?> onClose(WebSocket socket, int status, String reason) {
      answer.complete("closed " + reason);
      return CompletableFuture.completedStage("");
    }

    @Override
    public void onError(WebSocket socket, Throwable error) {
      answer.completeExceptionally(error);
    }
  }
}
