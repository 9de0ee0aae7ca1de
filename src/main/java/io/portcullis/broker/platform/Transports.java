package io.portcullis.broker.platform;

import java.util.Objects;
import java.util.stream.Stream;
import org.apache.activemq.transport.Transport;
import org.apache.activemq.transport.TransportFilter;
import org.apache.activemq.transport.vm.VMTransport;

/** Walks through a transport and the transports that it wraps. */
public final class Transports {

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
    Transport inner = transport;
    while (inner instanceof TransportFilter filter) {
      inner = filter.getNext();
    }
    return inner;
  }

  /** Tells whether the other end is in this JVM. */
  public static boolean isInVm(Transport transport) {
    return transport.narrow(VMTransport.class) != null;
  }
}
