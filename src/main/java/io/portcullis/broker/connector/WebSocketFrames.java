package io.portcullis.broker.connector;

import io.portcullis.broker.platform.ActiveMqInternals;
import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.locks.Lock;
import java.util.function.Consumer;
import org.apache.activemq.command.Command;
import org.apache.activemq.transport.Transport;
import org.apache.activemq.transport.mqtt.MQTTProtocolConverter;
import org.apache.activemq.transport.mqtt.MQTTTransport;
import org.fusesource.mqtt.codec.MQTTFrame;

/**
 * Stands in for the protocol of a WebSocket while {@link EarlyFrames} holds frames. A WebSocket has
 * no listener that gets frames.
 */
final class WebSocketFrames extends MQTTProtocolConverter {

  private final Transport socket;
  private final MQTTProtocolConverter real;
  private final EarlyFrames frames;

  private WebSocketFrames(
      Transport socket,
      Lock reading,
      MQTTProtocolConverter real,
      Consumer<String> end,
      Runnable patience) {
    super((MQTTTransport) socket, null);
    this.socket = socket;
    this.real = real;
    this.frames = new EarlyFrames(reading, this::pass, end, patience);
  }

  /**
   * Begins to hold the frames of a WebSocket. It is empty if its internals cannot be reached.
   *
   * @param end ends the connection
   * @param patience ends the longer keep-alive time
   */
  static Optional<EarlyFrames> hold(Transport socket, Consumer<String> end, Runnable patience) {
    if (!(ActiveMqInternals.MQTT_CONVERTER.get(socket) instanceof MQTTProtocolConverter real)
        || !(ActiveMqInternals.MQTT_LOCK.get(socket) instanceof Lock lock)) {
      return Optional.empty();
    }
    WebSocketFrames converter = new WebSocketFrames(socket, lock, real, end, patience);
    converter.install(converter);
    return Optional.of(converter.frames);
  }

  private void install(MQTTProtocolConverter converter) {
    try {
      ActiveMqInternals.MQTT_CONVERTER.set(socket, converter);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("it was made accessible", e);
    }
  }

  private void pass(MQTTFrame frame) {
    try {
      real.onMQTTCommand(frame);
    } catch (Exception e) {
      real.getMQTTTransport().onException(new IOException(e));
    }
  }

  @Override
  public void onMQTTCommand(MQTTFrame frame) {
    if (frames.keep(frame)) {
      return;
    }
    frames.endPatience();
    install(real);
    pass(frame);
  }

  @Override
  public void onActiveMQCommand(Command command) throws Exception {
    real.onActiveMQCommand(command);
  }

  @Override
  public void onTransportError() {
    real.onTransportError();
  }
}
