package io.portcullis.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import org.apache.activemq.transport.mqtt.MQTTWireFormat;
import org.apache.activemq.util.ByteSequence;
import org.fusesource.hawtbuf.Buffer;
import org.fusesource.hawtbuf.UTF8Buffer;
import org.fusesource.mqtt.client.QoS;
import org.fusesource.mqtt.client.Topic;
import org.fusesource.mqtt.codec.CONNECT;
import org.fusesource.mqtt.codec.DISCONNECT;
import org.fusesource.mqtt.codec.MQTTFrame;
import org.fusesource.mqtt.codec.PINGREQ;
import org.fusesource.mqtt.codec.PUBLISH;
import org.fusesource.mqtt.codec.SUBSCRIBE;

/** An MQTT client that sends what it likes and does not wait for answers. */
public final class RawMqtt implements AutoCloseable {

  private static final Duration PATIENCE = Duration.ofSeconds(20);
  private static final Duration STEP = Duration.ofMillis(10);

  private final Stranger stranger;

  private RawMqtt(Stranger stranger) {
    this.stranger = stranger;
  }

  /** Connects to a connector, and sends these frames at once. */
  public static RawMqtt send(GatedBroker broker, String scheme, MQTTFrame... frames)
      throws Exception {
    Line.assumeMqttAndStomp();
    int port = broker.port(scheme);
    RawMqtt client =
        new RawMqtt(scheme.equals("wss") ? Stranger.inWebSocket(port, "mqtt") : Stranger.at(port));
    client.stranger.say(broker, scheme, bytes(frames));
    return client;
  }

  /** Sends frames in one write. */
  public RawMqtt send(MQTTFrame... frames) {
    stranger.send(bytes(frames));
    return this;
  }

  private static byte[] bytes(MQTTFrame... frames) {
    Buffer all = new Buffer(0);
    try {
      for (MQTTFrame frame : frames) {
        ByteSequence bytes = new MQTTWireFormat().marshal(frame);
        byte[] more = Arrays.copyOf(all.toByteArray(), all.length + bytes.getLength());
        System.arraycopy(bytes.getData(), bytes.getOffset(), more, all.length, bytes.getLength());
        all = new Buffer(more);
      }
      return all.toByteArray();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A login. */
  public static MQTTFrame login(String user, String clientId, int keepAliveSeconds) {
    return login(user, clientId, keepAliveSeconds, "", new byte[0]);
  }

  /** A login with a will, unless its topic is empty. */
  public static MQTTFrame login(
      String user, String clientId, int keepAliveSeconds, String willTopic, byte[] will) {
    CONNECT connect =
        new CONNECT()
            .version(4)
            .cleanSession(true)
            .clientId(new UTF8Buffer(clientId))
            .keepAlive((short) keepAliveSeconds)
            .userName(new UTF8Buffer(user))
            .password(new UTF8Buffer(GatedBroker.PASSWORD));
    if (!willTopic.isEmpty()) {
      connect.willTopic(new UTF8Buffer(willTopic)).willMessage(new UTF8Buffer(will));
    }
    return connect.encode();
  }

  /** A message. */
  public static MQTTFrame publish(String topic, byte[] body, int qos) {
    PUBLISH publish =
        new PUBLISH().topicName(new UTF8Buffer(topic)).payload(new Buffer(body)).qos(quality(qos));
    return (qos == 0 ? publish : publish.messageId((short) 1)).encode();
  }

  private static QoS quality(int qos) {
    return switch (qos) {
      case 0 -> QoS.AT_MOST_ONCE;
      case 1 -> QoS.AT_LEAST_ONCE;
      default -> QoS.EXACTLY_ONCE;
    };
  }

  /** A subscription. */
  public static MQTTFrame subscribe(String topic) {
    return new SUBSCRIBE()
        .messageId((short) 2)
        .topics(new Topic[] {new Topic(topic, QoS.AT_MOST_ONCE)})
        .encode();
  }

  /** A ping. */
  public static MQTTFrame ping() {
    return new PINGREQ().encode();
  }

  /** A goodbye. */
  public static MQTTFrame disconnect() {
    return new DISCONNECT().encode();
  }

  /** The types of the frames that came back so far, in their order; each CONNACK with its code. */
  public List<String> heard() {
    byte[] bytes = stranger.heard().getBytes(StandardCharsets.ISO_8859_1);
    List<String> heard = new ArrayList<>();
    for (int at = 0; at + 1 < bytes.length; ) {
      int type = (bytes[at++] & 0xff) >> 4;
      int length = 0;
      int shift = 0;
      int digit;
      do {
        digit = bytes[at++];
        length |= (digit & 0x7f) << shift;
        shift += 7;
      } while (digit < 0 && at < bytes.length);
      if (at + length > bytes.length) {
        break;
      }
      heard.add(type == 2 ? "CONNACK " + bytes[at + 1] : name(type));
      at += length;
    }
    return heard;
  }

  private static String name(int type) {
    return switch (type) {
      case 3 -> "PUBLISH";
      case 4 -> "PUBACK";
      case 5 -> "PUBREC";
      case 9 -> "SUBACK";
      case 13 -> "PINGRESP";
      default -> "type " + type;
    };
  }

  /** Waits until these frames came back, in this order, and no others. */
  public RawMqtt hears(String... frames) {
    until(() -> heard().size() >= frames.length || isEnded());
    assertThat(heard()).containsExactly(frames);
    return this;
  }

  /** Waits until the broker has ended the connection. */
  public RawMqtt ends() {
    until(this::isEnded);
    return this;
  }

  /** Tells whether the broker has ended the connection. */
  public boolean isEnded() {
    return stranger.isEnded();
  }

  private static void until(Callable<Boolean> condition) {
    await().atMost(PATIENCE).pollInterval(STEP).until(condition);
  }

  @Override
  public void close() throws IOException {
    stranger.close();
  }
}
