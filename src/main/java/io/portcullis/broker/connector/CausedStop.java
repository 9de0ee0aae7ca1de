package io.portcullis.broker.connector;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.Optional;
import org.apache.activemq.transport.Transport;

/**
 * Stops a transport and says why, as ActiveMQ does from 6.3.2 on. Older versions have no such
 * method, so it is found by reflection.
 */
final class CausedStop {

  private static final Optional<Method> METHOD =
      Arrays.stream(Transport.class.getMethods())
          .filter(method -> method.getName().equals("stop"))
          .filter(
              method -> Arrays.equals(method.getParameterTypes(), new Class<?>[] {Throwable.class}))
          .findFirst();

  private CausedStop() {}

  /**
   * Stops a transport.
   *
   * @param causeOrNull why
   * @throws Exception what the transport throws
   */
  static void stop(Transport transport, Throwable causeOrNull) throws Exception {
    if (METHOD.isEmpty()) {
      transport.stop();
      return;
    }
    try {
      METHOD.get().invoke(transport, causeOrNull);
    } catch (InvocationTargetException e) {
      if (e.getCause() instanceof Error error) {
        throw error;
      }
      throw (Exception) e.getCause();
    }
  }
}
