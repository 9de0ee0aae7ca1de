package io.portcullis.broker.connector;

import io.portcullis.broker.platform.ActiveMqInternals;
import io.portcullis.broker.platform.Transports;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.Lock;
import org.apache.activemq.transport.Transport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The protocol's transport inside a WebSocket. It uses reflection, because ActiveMQ keeps it
 * private and its module may be absent.
 */
final class InnerTransport {

  private static final Logger LOG = LoggerFactory.getLogger(InnerTransport.class);

  /** The class's name in 5.18.3 and 6.1.8; its fields are the same too. */
  private static final String WEB_SOCKET = "org.apache.activemq.transport.ws.WSTransportProxy";

  private static final AtomicBoolean UNKNOWN = new AtomicBoolean();

  private final Transport transport;
  private final Lock reading;

  /**
   * @param transport the transport of the protocol
   * @param reading the lock that the reading thread holds while it handles what it read
   */
  InnerTransport(Transport transport, Lock reading) {
    this.transport = transport;
    this.reading = reading;
  }

  /** The protocol's own transport. */
  Transport transport() {
    return transport;
  }

  /** Held by whoever reads from the WebSocket, for as long as what was read is handled. */
  Lock reading() {
    return reading;
  }

  /** Returns the protocol's transport, if a WebSocket is the innermost one. */
  static Optional<InnerTransport> of(Transport transport) {
    Transport inner = Transports.innermost(transport);
    return inner.getClass().getName().equals(WEB_SOCKET) ? inside(inner) : Optional.empty();
  }

  private static Optional<InnerTransport> inside(Transport socket) {
    if (ActiveMqInternals.CARRIED.isOf(socket)
        && ActiveMqInternals.CARRIED.get(socket) instanceof Transport transport
        && ActiveMqInternals.CARRIED_LOCK.get(socket) instanceof Lock lock) {
      return Optional.of(new InnerTransport(transport, lock));
    }
    if (!UNKNOWN.getAndSet(true)) {
      LOG.warn(
          "{} is not as in ActiveMQ 5.18 and 6.1, so guesses over AMQP in a WebSocket count as one"
              + " client's; listen with amqp+ssl instead",
          WEB_SOCKET);
    }
    return Optional.empty();
  }
}
