package io.portcullis.testing;

import io.netty.handler.ssl.ClientAuth;
import io.netty.handler.ssl.IdentityCipherSuiteFilter;
import io.netty.handler.ssl.JdkSslContext;
import java.lang.reflect.Method;
import java.lang.reflect.Type;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.glassfish.tyrus.client.ClientManager;
import org.glassfish.tyrus.client.ClientProperties;
import org.glassfish.tyrus.client.SslEngineConfigurator;
import org.springframework.messaging.MessageDeliveryException;
import org.springframework.messaging.simp.stomp.ReactorNettyTcpStompClient;
import org.springframework.messaging.simp.stomp.StompClientSupport;
import org.springframework.messaging.simp.stomp.StompCommand;
import org.springframework.messaging.simp.stomp.StompHeaders;
import org.springframework.messaging.simp.stomp.StompReactorNettyCodec;
import org.springframework.messaging.simp.stomp.StompSession;
import org.springframework.messaging.simp.stomp.StompSessionHandlerAdapter;
import org.springframework.messaging.tcp.reactor.ReactorNettyTcpClient;
import org.springframework.scheduling.concurrent.ConcurrentTaskScheduler;
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
  private static final ScheduledExecutorService SCHEDULER = scheduler();

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
    Line.assumeMqttAndStomp();
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
    client.session = connected(stomp, login(user), client);
    return client;
  }

  /** Tyrus now and then loses its own connection while it makes it; that is tried again. */
  static StompClient overWebSocket(int port, String user) throws Exception {
    Line.assumeMqttAndStomp();
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
    ClientManager tyrus = ClientManager.createClient();
    tyrus
        .getProperties()
        .put(
            ClientProperties.SSL_ENGINE_CONFIGURATOR,
            new SslEngineConfigurator(GatedBroker.clientContext()));
    WebSocketStompClient stomp =
        configured(new WebSocketStompClient(new StandardWebSocketClient(tyrus)));
    WebSocketHttpHeaders headers = new WebSocketHttpHeaders();
    headers.setSecWebSocketProtocol("v12.stomp");
    StompClient client = new StompClient(true, () -> {});
    URI broker = new URI("wss://localhost:" + port);
    client.session = connected(stomp, broker, headers, login(user), client);
    return client;
  }

  /** Connects as Spring 5 calls it, which has only the one, or as Spring 7, which has the other. */
  private static StompSession connected(StompClientSupport client, Object... arguments)
      throws Exception {
    for (String name : List.of("connectAsync", "connect")) {
      for (Method method : client.getClass().getMethods()) {
        if (method.getName().equals(name) && takes(method, arguments)) {
          Future<?> session = (Future<?>) method.invoke(client, arguments);
          return (StompSession) session.get(TIMEOUT_SECONDS, TimeUnit.SECONDS);
        }
      }
    }
    throw new IllegalStateException("Spring's client connects in a way of its own");
  }

  private static boolean takes(Method method, Object... arguments) {
    Class<?>[] types = method.getParameterTypes();
    return types.length == arguments.length
        && IntStream.range(0, types.length).allMatch(i -> types[i].isInstance(arguments[i]));
  }

  private static ScheduledExecutorService scheduler() {
    return Executors.newSingleThreadScheduledExecutor(
        task -> {
          Thread thread = new Thread(task, "stomp-client");
          thread.setDaemon(true);
          return thread;
        });
  }

  private static <C extends StompClientSupport> C configured(C client) {
    client.setDefaultHeartbeat(new long[] {0, 0});
    client.setTaskScheduler(new ConcurrentTaskScheduler(SCHEDULER));
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
