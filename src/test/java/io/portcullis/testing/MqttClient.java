package io.portcullis.testing;

import com.hivemq.client.mqtt.MqttClientSslConfig;
import com.hivemq.client.mqtt.MqttWebSocketConfig;
import com.hivemq.client.mqtt.datatypes.MqttQos;
import com.hivemq.client.mqtt.mqtt3.Mqtt3AsyncClient;
import com.hivemq.client.mqtt.mqtt3.Mqtt3ClientBuilder;
import com.hivemq.client.mqtt.mqtt3.message.publish.Mqtt3Publish;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.fusesource.hawtbuf.UTF8Buffer;
import org.fusesource.mqtt.client.BlockingConnection;
import org.fusesource.mqtt.client.MQTT;

/** HiveMQ's client for MQTT 3.1.1, over TLS or over WebSocket over TLS. */
public final class MqttClient implements ProtocolClient {

  private static final long TIMEOUT_SECONDS = 10;

  private final Mqtt3AsyncClient client;
  private final BlockingQueue<byte[]> received = new LinkedBlockingQueue<>();

  /** Connects a user whose client connects again by itself, as it does by default then. */
  public static MqttClient reconnecting(int port, String user, String clientId) throws Exception {
    Line.assumeMqttAndStomp();
    Mqtt3AsyncClient client =
        com.hivemq.client.mqtt.MqttClient.builder()
            .useMqttVersion3()
            .identifier(clientId)
            .serverHost("localhost")
            .serverPort(port)
            .sslConfig(
                MqttClientSslConfig.builder()
                    .trustManagerFactory(GatedBroker.trustManagers())
                    .build())
            .automaticReconnectWithDefaultConfig()
            .simpleAuth()
            .username(user)
            .password(GatedBroker.PASSWORD.getBytes(StandardCharsets.UTF_8))
            .applySimpleAuth()
            .buildAsync();
    client.connect().get(TIMEOUT_SECONDS, TimeUnit.SECONDS);
    return new MqttClient(client);
  }

  private MqttClient(Mqtt3AsyncClient client) {
    this.client = client;
  }

  /** Connects a user. */
  public static MqttClient connect(int port, String user, boolean webSocket) throws Exception {
    return connect(port, user, webSocket, "mqtt-" + UUID.randomUUID());
  }

  /** Connects a user with a client id. */
  public static MqttClient connect(int port, String user, boolean webSocket, String clientId)
      throws Exception {
    return connect(port, user, webSocket, clientId, true);
  }

  /** Connects a user with a client id, and with a session that is kept or not. */
  public static MqttClient connect(
      int port, String user, boolean webSocket, String clientId, boolean clean) throws Exception {
    Line.assumeMqttAndStomp();
    Mqtt3ClientBuilder builder =
        com.hivemq.client.mqtt.MqttClient.builder()
            .useMqttVersion3()
            .identifier(clientId)
            .serverHost("localhost")
            .serverPort(port)
            .sslConfig(
                MqttClientSslConfig.builder()
                    .trustManagerFactory(GatedBroker.trustManagers())
                    .build());
    if (webSocket) {
      builder = builder.webSocketConfig(MqttWebSocketConfig.builder().subprotocol("mqtt").build());
    }
    Mqtt3AsyncClient client = builder.buildAsync();
    client
        .connectWith()
        .cleanSession(clean)
        .simpleAuth()
        .username(user)
        .password(GatedBroker.PASSWORD.getBytes(StandardCharsets.UTF_8))
        .applySimpleAuth()
        .send()
        .get(TIMEOUT_SECONDS, TimeUnit.SECONDS);
    return new MqttClient(client);
  }

  /**
   * Connects somebody with a will, and ends the connection without a word.
   *
   * @param client an MQTT client, which may have an id
   * @param retained whether the will is a retained message
   */
  public static void dieWithWill(
      MQTT client, int port, String user, String topic, byte[] will, boolean retained)
      throws Exception {
    Line.assumeMqttAndStomp();
    client.setHost("ssl://localhost:" + port);
    client.setSslContext(GatedBroker.clientContext());
    client.setVersion("3.1.1");
    client.setUserName(user);
    client.setPassword(GatedBroker.PASSWORD);
    client.setConnectAttemptsMax(0);
    client.setReconnectAttemptsMax(0);
    client.setWillTopic(topic);
    client.setWillMessage(new UTF8Buffer(will));
    client.setWillRetain(retained);
    BlockingConnection connection = client.blockingConnection();
    connection.connect();
    connection.kill();
  }

  @Override
  public void subscribe(String topic) throws Exception {
    client
        .subscribeWith()
        .topicFilter(topic)
        .qos(MqttQos.AT_LEAST_ONCE)
        .callback(publish -> received.add(publish.getPayloadAsBytes()))
        .send()
        .get(TIMEOUT_SECONDS, TimeUnit.SECONDS);
  }

  @Override
  public Optional<byte[]> receive(long millis) throws InterruptedException {
    return Optional.ofNullable(received.poll(millis, TimeUnit.MILLISECONDS));
  }

  @Override
  public void send(String topic, byte[] body) throws Exception {
    send(topic, body, MqttQos.AT_LEAST_ONCE);
  }

  /** Publishes with this quality of service and waits for what completes it. */
  public void send(String topic, byte[] body, MqttQos qos) throws Exception {
    publish(Mqtt3Publish.builder().topic(topic).qos(qos).payload(body).build());
  }

  /** Publishes a message to be retained and waits for what completes it. */
  public void retain(String topic, byte[] body, MqttQos qos) throws Exception {
    publish(Mqtt3Publish.builder().topic(topic).qos(qos).payload(body).retain(true).build());
  }

  private void publish(Mqtt3Publish message) throws Exception {
    try {
      client.publish(message).get(TIMEOUT_SECONDS, TimeUnit.SECONDS);
    } catch (ExecutionException e) {
      throw new Refused(String.valueOf(e.getCause()));
    }
  }

  /** Publishes with QoS 1 and does not wait; completes normally if it is acknowledged. */
  public CompletableFuture<?> sendWithoutWaiting(String topic, byte[] body) {
    return client.publish(
        Mqtt3Publish.builder().topic(topic).qos(MqttQos.AT_LEAST_ONCE).payload(body).build());
  }

  @Override
  public boolean isOpen() {
    return client.getState().isConnected();
  }

  @Override
  public void close() {
    if (isOpen()) {
      client.disconnect().join();
    }
  }
}
