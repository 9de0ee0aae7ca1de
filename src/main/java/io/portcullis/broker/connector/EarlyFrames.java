package io.portcullis.broker.connector;

import io.portcullis.broker.platform.ActiveMqInternals;
import io.portcullis.broker.platform.Protocol;
import io.portcullis.broker.platform.Transports;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.apache.activemq.transport.Transport;
import org.apache.activemq.transport.TransportListener;
import org.apache.activemq.transport.mqtt.MQTTInactivityMonitor;
import org.apache.activemq.transport.mqtt.MQTTTransport;
import org.fusesource.hawtbuf.Buffer;
import org.fusesource.mqtt.codec.DISCONNECT;
import org.fusesource.mqtt.codec.MQTTFrame;

/**
 * The frames that an MQTT client sends before its CONNACK. MQTT allows that (3.1.4), but ActiveMQ
 * ends the connection at such a frame while it waits. So they wait here and go on in their order
 * after the CONNACK. A client that sends too many of them, or says goodbye, loses its connection.
 *
 * <p>A client that waits sends no keep-alive. So the wait is added to the time after which ActiveMQ
 * ends a silent connection, until the first frame after the CONNACK.
 */
final class EarlyFrames {

  static final int MOST = 64;
  static final int MOST_BYTES = 64 * 1024;

  private final Lock reading;
  private final Consumer<MQTTFrame> next;
  private final Consumer<String> end;
  private final Runnable patience;

  private final Deque<MQTTFrame> held = new ArrayDeque<>();
  private int bytes;
  private boolean dropped;
  private volatile boolean open;

  /**
   * @param reading the lock that the reading thread holds while it handles a frame
   * @param next passes a frame on to the protocol
   * @param end ends the connection
   * @param patience ends the longer keep-alive time
   */
  EarlyFrames(Lock reading, Consumer<MQTTFrame> next, Consumer<String> end, Runnable patience) {
    this.reading = reading;
    this.next = next;
    this.end = end;
    this.patience = patience;
  }

  /**
   * Begins to hold the frames of a transport. The reading thread calls it while it handles CONNECT.
   * It is empty for a transport that is not MQTT's or is unknown.
   *
   * @param wait the time until the CONNACK
   * @param end ends the connection
   */
  static Optional<EarlyFrames> hold(Transport transport, Duration wait, Consumer<String> end) {
    if (Protocol.of(transport.getWireFormat()) != Protocol.MQTT) {
      return Optional.empty();
    }
    Transport inner = Transports.innermost(transport);
    Runnable patience = patience(transport.narrow(MQTTTransport.class), wait);
    if (ActiveMqInternals.MQTT_CONVERTER.isOf(inner)) {
      return WebSocketFrames.hold(inner, end, patience);
    }
    TransportListener listener = inner.getTransportListener();
    EarlyFrames frames =
        new EarlyFrames(
            new ReentrantLock(), frame -> listener.onCommand((Object) frame), end, patience);
    inner.setTransportListener(new Listener(inner, listener, frames));
    return Optional.of(frames);
  }

  /** Adds the wait to the keep-alive time, and returns what takes it away again. */
  private static Runnable patience(MQTTTransport mqttOrNull, Duration wait) {
    MQTTInactivityMonitor monitor = mqttOrNull == null ? null : mqttOrNull.getInactivityMonitor();
    if (monitor == null || monitor.getReadKeepAliveTime() <= 0) {
      return () -> {};
    }
    long own = monitor.getReadKeepAliveTime();
    monitor.setReadKeepAliveTime(own + wait.toMillis());
    return () -> monitor.setReadKeepAliveTime(own);
  }

  /**
   * Holds a frame.
   *
   * @return false if frames are held no more, and the caller passes it on
   */
  boolean keep(MQTTFrame frame) {
    if (open) {
      return false;
    }
    reading.lock();
    try {
      if (open) {
        return false;
      }
      refusal(frame).ifPresent(end);
      return true;
    } finally {
      reading.unlock();
    }
  }

  private synchronized Optional<String> refusal(MQTTFrame frame) {
    if (dropped) {
      return Optional.empty();
    }
    if (frame.messageType() == DISCONNECT.TYPE) {
      drop();
      return Optional.of("it disconnected before its CONNACK");
    }
    bytes += size(frame);
    if (held.size() == MOST || bytes > MOST_BYTES) {
      drop();
      return Optional.of("it sent too much before its CONNACK");
    }
    held.add(frame);
    return Optional.empty();
  }

  private static int size(MQTTFrame frame) {
    int size = 0;
    for (Buffer buffer : frame.buffers()) {
      size += buffer.length();
    }
    return size;
  }

  /**
   * Answers the client if it has sent nothing, and holds nothing more.
   *
   * @return false if it has sent something
   */
  boolean openIfEmpty(Runnable answer) {
    reading.lock();
    try {
      if (!isEmpty()) {
        return false;
      }
      answer.run();
      open = true;
      return true;
    } finally {
      reading.unlock();
    }
  }

  /** Answers the client, passes on what it has sent, and holds nothing more. */
  void open(Runnable answer) {
    reading.lock();
    try {
      answer.run();
      for (Optional<MQTTFrame> frame = poll(); frame.isPresent(); frame = poll()) {
        next.accept(frame.get());
      }
      open = true;
    } catch (RuntimeException e) {
      drop();
      end.accept(String.valueOf(e.getMessage()));
    } finally {
      reading.unlock();
    }
  }

  private synchronized boolean isEmpty() {
    return held.isEmpty();
  }

  private synchronized Optional<MQTTFrame> poll() {
    return Optional.ofNullable(held.poll());
  }

  /** Ends the longer keep-alive time. The client has its CONNACK and sends again. */
  void endPatience() {
    patience.run();
  }

  /** Forgets the frames, because the connection has ended. */
  synchronized void drop() {
    dropped = true;
    held.clear();
  }

  /** Stands between a socket and the protocol, until frames are held no more. */
  private record Listener(Transport transport, TransportListener next, EarlyFrames frames)
      implements TransportListener {

    @Override
    public void onCommand(Object command) {
      if (command instanceof MQTTFrame frame && frames.keep(frame)) {
        return;
      }
      frames.endPatience();
      transport.setTransportListener(next);
      next.onCommand(command);
    }

    @Override
    public void onException(IOException error) {
      next.onException(error);
    }

    @Override
    public void transportInterupted() {
      next.transportInterupted();
    }

    @Override
    public void transportResumed() {
      next.transportResumed();
    }
  }
}
