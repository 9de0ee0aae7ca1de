package io.portcullis.broker.connector;

import io.portcullis.broker.platform.Transports;
import java.io.IOException;
import java.net.InetAddress;
import java.util.Optional;
import java.util.concurrent.locks.Lock;
import org.apache.activemq.transport.Transport;
import org.apache.activemq.transport.TransportListener;

/**
 * Tells which connection a thread reads AMQP for. ActiveMQ asks its authentication plugin about an
 * AMQP client before a connection exists. It asks in the reading thread, with only a name and a
 * password. So this class listens between the socket and the protocol.
 */
public final class SaslPeers {

  /** Starts a transport. */
  interface Start {
    void start() throws Exception;
  }

  private static final String AMQP_TRANSPORTS = "org.apache.activemq.transport.amqp.";

  private static final ThreadLocal<InetAddress> READING_FROM = new ThreadLocal<>();

  private SaslPeers() {}

  /** Returns the peer whose AMQP bytes this thread reads. */
  public static Optional<InetAddress> current() {
    return Optional.ofNullable(READING_FROM.get());
  }

  /** Listens to an AMQP transport. All other listeners must be set. */
  static void listenTo(Transport transport, Optional<InetAddress> address) {
    Transport inner = Transports.innermost(transport);
    boolean amqp = Transports.chain(transport).anyMatch(SaslPeers::isAmqp);
    TransportListener listener = inner.getTransportListener();
    if (amqp && address.isPresent() && listener != null) {
      inner.setTransportListener(new Listener(address.get(), listener));
    }
  }

  /**
   * Starts a transport, and listens to the AMQP transport inside a WebSocket. That inner transport
   * gets its listener when it starts, and a lock holds back what the socket has for it.
   */
  static void start(Transport transport, Optional<InetAddress> address, Start start)
      throws Exception {
    Optional<InnerTransport> carried = InnerTransport.of(transport);
    if (carried.isEmpty()) {
      start.start();
      return;
    }
    Lock reading = carried.get().reading();
    reading.lock();
    try {
      start.start();
      listenTo(carried.get().transport(), address);
    } finally {
      reading.unlock();
    }
  }

  private static boolean isAmqp(Transport transport) {
    return transport.getClass().getName().startsWith(AMQP_TRANSPORTS);
  }

  private static final class Listener implements TransportListener {

    private final InetAddress address;
    private final TransportListener next;

    Listener(InetAddress address, TransportListener next) {
      this.address = address;
      this.next = next;
    }

    @Override
    public void onCommand(Object command) {
      READING_FROM.set(address);
      try {
        next.onCommand(command);
      } finally {
        READING_FROM.remove();
      }
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
