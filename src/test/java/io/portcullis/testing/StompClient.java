package io.portcullis.testing;

import io.netty.handler.ssl.ClientAuth;
import io.netty.handler.ssl.IdentityCipherSuiteFilter;
import io.netty.handler.ssl.JdkSslContext;
import java.lang.reflect.Type;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.springframework.messaging.MessageDeliveryException;
import org.springframework.messaging.simp.stomp.ReactorNettyTcpStompClient;
import org.springframework.messaging.simp.stomp.StompClientSupport;
import org.springframework.messaging.simp.stomp.StompCommand;
import org.springframework.messaging.simp.stomp.StompHeaders;
import org.springframework.messaging.simp.stomp.StompReactorNettyCodec;
import org.springframework.messaging.simp.stomp.StompSession;
import org.springframework.messaging.simp.stomp.StompSessionHandlerAdapter;
import org.springframework.messaging.tcp.reactor.ReactorNettyTcpClient;
import org.springframework.scheduling.concurrent.SimpleAsyncTaskScheduler;
import org.springframework.web.socket.WebSocketHttpHeaders;
import org.springframework.web.socket.client.standard.StandardWebSocketClient;
import org.springframework.web.socket.messaging.WebSocketStompClient;

/**
 * Spring's STOMP clients. Over WebSocket ActiveMQ reads text frames only, so there a body travels
 * as base64 in a text message.
 */
public final class StompClient extends StompSessionHandlerAdapter implements ProtocolClient {

  private static final long TIMEOUT_SECONDS = 10;
  private static final int CONNECTION_TRIES = 3;

  private final boolean asText;
  private final Runnable transport;
  private final BlockingQueue<byte[]> received = new LinkedBlockingQueue<>();
  private volatile CompletableFuture<String> answer = new CompletableFuture<>();
  private StompSession session;

  private StompClient(boolean asText, Runnable transport) {
    this.asText = asText;
    this.transport = transport;
  }

  /** Connects a user over TCP. */
  public static StompClient connect(int port, String user) throws Exception {
    return overTcp(port, user);
  }

  static StompClient overTcp(int port, String user) throws Exception {
    JdkSslContext tls =
        new JdkSslContext(
            GatedBroker.clientContext(),
            true,
            null,
            IdentityCipherSuiteFilter.INSTANCE,
            null,
            ClientAuth.NONE,
            null,
            false);
    ReactorNettyTcpClient<byte[]> tcp =
        new ReactorNettyTcpClient<>(
            client -> client.host("localhost").port(port).secure(spec -> spec.sslContext(tls)),
            new StompReactorNettyCodec());
    ReactorNettyTcpStompClient stomp = configured(new ReactorNettyTcpStompClient(tcp));
    StompClient client = new StompClient(false, stomp::shutdown);
    client.session = stomp.connectAsync(login(user), client).get(TIMEOUT_SECONDS, TimeUnit.SECONDS);
    return client;
  }

  /** Tyrus now and then loses its own connection while it makes it; that is tried again. */
  static StompClient overWebSocket(int port, String user) throws Exception {
    for (int tries = 1; ; tries++) {
      try {
        return tryOverWebSocket(port, user);
      } catch (ExecutionException e) {
        if (tries == CONNECTION_TRIES || !String.valueOf(e.getMessage()).contains("grizzly")) {
          throw e;
        }
      }
    }
  }

  private static StompClient tryOverWebSocket(int port, String user) throws Exception {
    StandardWebSocketClient webSocket = new StandardWebSocketClient();
    webSocket.setSslContext(GatedBroker.clientContext());
    WebSocketStompClient stomp = configured(new WebSocketStompClient(webSocket));
    WebSocketHttpHeaders headers = new WebSocketHttpHeaders();
    headers.setSecWebSocketProtocol("v12.stomp");
    StompClient client = new StompClient(true, () -> {});
    client.session =
        stomp
            .connectAsync(new URI("wss://localhost:" + port), headers, login(user), client)
            .get(TIMEOUT_SECONDS, TimeUnit.SECONDS);
    return client;
  }

  private static <C extends StompClientSupport> C configured(C client) {
    client.setDefaultHeartbeat(new long[] {0, 0});
    client.setTaskScheduler(new SimpleAsyncTaskScheduler());
    return client;
  }

  private static StompHeaders login(String user) {
    StompHeaders headers = new StompHeaders();
    headers.setLogin(user);
    headers.setPasscode(GatedBroker.PASSWORD);
    return headers;
  }

  /** An ERROR frame, wherever it belongs to; there is one question open at a time. */
  @Override
  public void handleFrame(StompHeaders headers, Object payload) {
    String body = payload == null ? "" : new String((byte[]) payload, StandardCharsets.UTF_8);
    if (headers.containsKey("message") && headers.getDestination() == null) {
      answer.complete("ERROR %s\n%s".formatted(headers, body));
      return;
    }
    received.add(asText ? Base64.getDecoder().decode(body) : (byte[]) payload);
  }

  @Override
  public Type getPayloadType(StompHeaders headers) {
    return byte[].class;
  }

  @Override
  public void handleTransportError(StompSession session, Throwable failure) {
    answer.complete("transport error: " + failure);
  }

  @Override
  public void handleException(
      StompSession session, StompCommand command, StompHeaders headers, byte[] body, Throwable e) {
    answer.complete("exception: " + e);
  }

  @Override
  public void subscribe(String topic) throws Exception {
    StompHeaders headers = new StompHeaders();
    headers.setDestination("/topic/" + topic);
    answered(() -> session.subscribe(headers, this));
  }

  @Override
  public Optional<byte[]> receive(long millis) throws InterruptedException {
    return Optional.ofNullable(received.poll(millis, TimeUnit.MILLISECONDS));
  }

  @Override
  public void send(String topic, byte[] body) throws Exception {
    StompHeaders headers = new StompHeaders();
    headers.setDestination("/topic/" + topic);
    if (asText) {
      headers.set("amq-msg-type", "text");
      headers.set("content-type", "text/plain");
    }
    byte[] payload = asText ? Base64.getEncoder().encode(body) : body;
    answered(() -> session.send(headers, payload));
  }

  /** Sends bytes as they are, with more headers. */
  public void send(String topic, byte[] body, Map<String, String> more) throws Exception {
    StompHeaders headers = new StompHeaders();
    headers.setDestination("/topic/" + topic);
    more.forEach(headers::set);
    answered(() -> session.send(headers, body));
  }

  private interface Question {
    StompSession.Receiptable ask();
  }

  private void answered(Question question) throws Exception {
    CompletableFuture<String> pending = new CompletableFuture<>();
    answer = pending;
    session.setAutoReceipt(true);
    question.ask().addReceiptTask(() -> pending.complete(""));
    String said = pending.get(TIMEOUT_SECONDS, TimeUnit.SECONDS);
    if (!said.isEmpty()) {
      throw new Refused(said);
    }
  }

  @Override
  public boolean isOpen() {
    return session.isConnected();
  }

  @Override
  public void close() {
    try {
      if (session.isConnected()) {
        session.disconnect();
      }
    } catch (MessageDeliveryException e) {
      // The other end was faster, as it may be after an ERROR frame.
    } finally {
      transport.run();
    }
  }
}
