package io.portcullis.broker.platform;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.activemq.transport.Transport;
import org.apache.activemq.transport.TransportFilter;
import org.apache.activemq.transport.vm.VMTransport;

/** Walks through a transport and the transports that it wraps, and stops them. */
public final class Transports {

  private static final Optional<Method> CAUSED_STOP =
      Arrays.stream(Transport.class.getMethods())
          .filter(method -> method.getName().equals("stop"))
          .filter(
              method -> Arrays.equals(method.getParameterTypes(), new Class<?>[] {Throwable.class}))
          .findFirst();

  private Transports() {}

  /** Lists the transport and all that it wraps, from the outermost to the innermost. */
  public static Stream<Transport> chain(Transport transport) {
    return Stream.iterate(
        transport,
        Objects::nonNull,
        outer -> outer instanceof TransportFilter filter ? filter.getNext() : null);
  }

  /** Returns the innermost transport. */
  public static Transport innermost(Transport transport) {
    return innermostFilter(transport).map(TransportFilter::getNext).orElse(transport);
  }

  /** The filter around the innermost transport; empty if the transport filters no other. */
  public static Optional<TransportFilter> innermostFilter(Transport transport) {
    return chain(transport)
        .filter(TransportFilter.class::isInstance)
        .map(TransportFilter.class::cast)
        .reduce((outer, inner) -> inner);
  }

  /** Tells whether the other end is in this JVM. */
  public static boolean isInVm(Transport transport) {
    return transport.narrow(VMTransport.class) != null;
  }

  /**
   * Stops a transport and says why, as ActiveMQ does from 6.3.2 on. Older versions have no such
   * method, so it is found by reflection.
   *
   * @param causeOrNull why
   * @throws Exception what the transport throws
   */
  public static void stop(Transport transport, Throwable causeOrNull) throws Exception {
    if (CAUSED_STOP.isEmpty()) {
      transport.stop();
      return;
    }
    try {
      CAUSED_STOP.get().invoke(transport, causeOrNull);
    } catch (InvocationTargetException e) {
      if (e.getCause() instanceof Error error) {
        throw error;
      }
      throw (Exception) e.getCause();
    }
  }
}
