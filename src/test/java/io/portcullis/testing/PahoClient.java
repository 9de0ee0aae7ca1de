package io.portcullis.testing;

import java.util.Arrays;
import java.util.concurrent.atomic.AtomicInteger;
import org.eclipse.paho.client.mqttv3.IMqttDeliveryToken;
import org.eclipse.paho.client.mqttv3.MqttAsyncClient;
import org.eclipse.paho.client.mqttv3.MqttCallback;
import org.eclipse.paho.client.mqttv3.MqttConnectOptions;
import org.eclipse.paho.client.mqttv3.MqttException;
import org.eclipse.paho.client.mqttv3.MqttMessage;
import org.eclipse.paho.client.mqttv3.persist.MemoryPersistence;

/** Eclipse Paho's client for MQTT 3.1.1, which connects again by itself. */
public final class PahoClient implements AutoCloseable {

  private static final long TIMEOUT_MILLIS = 10_000;

  private final MqttAsyncClient client;
  private final AtomicInteger lost = new AtomicInteger();

  private PahoClient(MqttAsyncClient client) {
    this.client = client;
  }

  /**
   * Connects a user.
   *
   * @param clean whether the session ends with the connection, which is the default
   */
  public static PahoClient connect(int port, String user, String clientId, boolean clean)
      throws Exception {
    Line.assumeMqttAndStomp();
    PahoClient paho =
        new PahoClient(
            new MqttAsyncClient("ssl://localhost:" + port, clientId, new MemoryPersistence()));
    paho.client.setCallback(paho.new Callback());
    MqttConnectOptions options = new MqttConnectOptions();
    options.setUserName(user);
    options.setPassword(GatedBroker.PASSWORD.toCharArray());
    options.setSocketFactory(GatedBroker.clientContext().getSocketFactory());
    options.setAutomaticReconnect(true);
    options.setCleanSession(clean);
    paho.client.connect(options).waitForCompletion(TIMEOUT_MILLIS);
    return paho;
  }

  /** Publishes without waiting. */
  public void send(String topic, byte[] body, int qos) throws MqttException {
    client.publish(topic, body, qos, false);
  }

  /** Tells how often it lost its connection. */
  public int lost() {
    return lost.get();
  }

  /** Tells whether it is connected. */
  public boolean isOpen() {
    return client.isConnected();
  }

  /** Returns the number of messages that are not acknowledged. */
  public int pending() {
    return client.getPendingDeliveryTokens().length;
  }

  /** Gives up the messages with this body that are not acknowledged. */
  public void giveUp(byte[] body) throws MqttException {
    for (IMqttDeliveryToken token : client.getPendingDeliveryTokens()) {
      if (Arrays.equals(token.getMessage().getPayload(), body)) {
        client.removeMessage(token);
      }
    }
  }

  @Override
  public void close() throws MqttException {
    client.disconnectForcibly(0, TIMEOUT_MILLIS, false);
    client.close(true);
  }

  private final class Callback implements MqttCallback {

    @Override
    public void connectionLost(Throwable cause) {
      lost.incrementAndGet();
    }

    @Override
    public void messageArrived(String topic, MqttMessage message) {}

    @Override
    public void deliveryComplete(IMqttDeliveryToken token) {}
  }
}
