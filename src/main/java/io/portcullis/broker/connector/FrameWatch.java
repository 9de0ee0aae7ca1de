package io.portcullis.broker.connector;

import java.io.IOException;
import java.util.function.IntConsumer;
import org.apache.activemq.transport.Transport;
import org.apache.activemq.transport.TransportListener;

/** Reports large frames where no limit holds, until it is told to stop. */
final class FrameWatch implements TransportListener {

  private final Transport transport;
  private final TransportListener next;
  private final WireLimit limit;
  private final IntConsumer seen;

  private FrameWatch(
      Transport transport, TransportListener next, WireLimit limit, IntConsumer seen) {
    this.transport = transport;
    this.next = next;
    this.limit = limit;
    this.seen = seen;
  }

  /** Starts to check what a transport reads. Its listener must be set. */
  static void start(Transport transport, WireLimit limit, IntConsumer seen) {
    TransportListener next = transport.getTransportListener();
    if (next != null) {
      transport.setTransportListener(new FrameWatch(transport, next, limit, seen));
    }
  }

  /** Stops checking. */
  static void stop(Transport transport) {
    if (transport.getTransportListener() instanceof FrameWatch watch) {
      watch.transport.setTransportListener(watch.next);
    }
  }

  @Override
  public void onCommand(Object command) {
    seen.accept(limit.size(command));
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
