package io.portcullis.broker.connector;

import java.io.IOException;
import java.net.Socket;
import java.util.Optional;
import org.apache.activemq.transport.Transport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The start of a transport, which can be cancelled while it waits for the peer's handshake.
 * ActiveMQ's monitor ends the connection of a silent peer only after it gets the lock that the
 * start holds. So neither would end, and three threads would be stuck.
 */
final class CancellableStart {

  private static final Logger LOG = LoggerFactory.getLogger(CancellableStart.class);

  private Optional<Thread> starting = Optional.empty();
  private boolean over;

  /** Starts a transport. */
  void run(SaslPeers.Start start) throws Exception {
    begin();
    try {
      start.start();
    } finally {
      end();
    }
  }

  private synchronized void begin() {
    starting = Optional.of(Thread.currentThread());
  }

  private synchronized void end() {
    starting = Optional.empty();
    if (over) {
      boolean unused = Thread.interrupted();
    }
    over = true;
  }

  /**
   * Cancels the start, if it is not over. A thread that waits for a socket ends when the socket is
   * closed. A thread that waits for a selector ends when it is interrupted.
   */
  void breakOff(Transport transport) {
    if (isOver()) {
      return;
    }
    Socket socket = transport.narrow(Socket.class);
    if (socket != null) {
      try {
        socket.close();
      } catch (IOException e) {
        LOG.debug("{} did not close: {}", transport.getRemoteAddress(), e.toString());
      }
    }
    interrupt();
  }

  private synchronized boolean isOver() {
    return over || starting.filter(Thread.currentThread()::equals).isPresent();
  }

  private synchronized void interrupt() {
    if (!over) {
      over = true;
      starting.ifPresent(Thread::interrupt);
    }
  }
}
