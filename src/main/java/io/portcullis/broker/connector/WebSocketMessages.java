package io.portcullis.broker.connector;

import io.portcullis.broker.platform.ActiveMqInternals;
import io.portcullis.broker.platform.PrivateField;
import java.io.IOException;
import java.lang.reflect.Method;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import org.apache.activemq.transport.Transport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The size limit of a WebSocket's messages, which Jetty assembles before ActiveMQ gets them.
 * Jetty's default is 64 KiB, an operator's option overrides it, and ActiveMQ sets {@code
 * maxFrameSize} for AMQP. It uses reflection, because Jetty may be absent and differs between
 * lines.
 */
final class WebSocketMessages {

  private static final Logger LOG = LoggerFactory.getLogger(WebSocketMessages.class);

  private static final AtomicBoolean UNKNOWN = new AtomicBoolean();

  private static final String WEB_SOCKETS = "org.apache.activemq.transport.ws.";

  /** A setting of Jetty's, by the end of its accessors' names. */
  private static final List<String> SIZES = List.of("MaxTextMessageSize", "MaxBinaryMessageSize");

  private static final long OPENING_NANOS = TimeUnit.SECONDS.toNanos(10);
  private static final long STEP_NANOS = TimeUnit.MILLISECONDS.toNanos(1);

  private final Transport socket;
  private final long[] before = new long[SIZES.size()];

  private WebSocketMessages(Transport socket) {
    this.socket = socket;
  }

  /** Returns the limits of a transport, if it is a WebSocket. */
  static Optional<WebSocketMessages> of(Transport innermost) {
    return innermost.getClass().getName().startsWith(WEB_SOCKETS)
        ? Optional.of(new WebSocketMessages(innermost))
        : Optional.empty();
  }

  /** Lowers the limits to {@code most}, if they are higher. */
  void lower(int most) throws IOException {
    try {
      Object policy = policy(session());
      for (int i = 0; i < before.length; i++) {
        before[i] = ((Number) accessor(policy, "get" + SIZES.get(i)).invoke(policy)).longValue();
        if (before[i] <= 0 || before[i] > most) {
          set(policy, SIZES.get(i), most);
        }
      }
    } catch (ReflectiveOperationException e) {
      warn(e);
    }
  }

  /**
   * Restores the former limits.
   *
   * @param announced the limit that ActiveMQ would have set
   */
  void lift(OptionalLong announced) {
    try {
      Object policy = policy(session());
      for (int i = 0; i < before.length; i++) {
        set(policy, SIZES.get(i), Math.min(announced.orElse(before[i]), Integer.MAX_VALUE));
      }
    } catch (IOException | ReflectiveOperationException e) {
      warn(e);
    }
  }

  private static void warn(Exception e) {
    if (!UNKNOWN.getAndSet(true)) {
      LOG.warn(
          "A WebSocket is not as in ActiveMQ 5.18 and 6.1, so its messages have the same limit"
              + " before the login and after it: {}",
          e.toString());
    }
  }

  /** Returns the session. Jetty sets it after the handshake, in another thread. */
  private Object session() throws IOException, ReflectiveOperationException {
    PrivateField field =
        ActiveMqInternals.sessionOf(socket)
            .orElseThrow(() -> new NoSuchFieldException(socket.getClass() + ".session"));
    long start = System.nanoTime();
    while (System.nanoTime() - start < OPENING_NANOS) {
      Object session = field.get(socket);
      if (session != null) {
        return session;
      }
      LockSupport.parkNanos(STEP_NANOS);
    }
    throw new IOException("a WebSocket was not opened");
  }

  private static Object policy(Object session) throws ReflectiveOperationException {
    Method method =
        session
            .getClass()
            .getClassLoader()
            .loadClass("org.eclipse.jetty.websocket.api.Session")
            .getMethod("getPolicy");
    return method.invoke(session);
  }

  private static void set(Object policy, String size, long value)
      throws ReflectiveOperationException {
    Method setter = accessor(policy, "set" + size);
    setter.invoke(
        policy, setter.getParameterTypes()[0] == int.class ? (Object) (int) value : (Object) value);
  }

  /**
   * Finds a method in one of Jetty's public interfaces or classes. The object's own class may not
   * be public.
   */
  private static Method accessor(Object policy, String name) throws ReflectiveOperationException {
    Class<?> type =
        policy
            .getClass()
            .getClassLoader()
            .loadClass("org.eclipse.jetty.websocket.api.WebSocketPolicy");
    for (Method method : type.getMethods()) {
      if (method.getName().equals(name)) {
        return method;
      }
    }
    throw new NoSuchMethodException(name);
  }
}
