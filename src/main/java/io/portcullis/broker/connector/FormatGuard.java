package io.portcullis.broker.connector;

import io.portcullis.broker.send.MarshalledProperties;
import io.portcullis.broker.send.MarshalledProperties.Finding;
import java.io.IOException;
import org.apache.activemq.command.WireFormatInfo;
import org.apache.activemq.transport.Transport;
import org.apache.activemq.transport.TransportListener;
import org.apache.activemq.util.ByteSequence;

/**
 * Checks OpenWire's negotiation before ActiveMQ reads it. Until 6.3, a list or an array among the
 * properties of a WireFormatInfo may claim any length, and ActiveMQ allocates that much. Clients
 * never send lists or arrays there.
 */
final class FormatGuard implements TransportListener {

  /** A name that no property has. Java's own UTF-8 has two bytes for this character. */
  private static final byte[] NONE = {0};

  private final TransportListener next;

  private FormatGuard(TransportListener next) {
    this.next = next;
  }

  /** Starts to check what a transport reads. Its listener must be set. */
  static void start(Transport innermost) {
    TransportListener next = innermost.getTransportListener();
    if (next != null) {
      innermost.setTransportListener(new FormatGuard(next));
    }
  }

  /** Stops checking. */
  static void stop(Transport innermost) {
    if (innermost.getTransportListener() instanceof FormatGuard guard) {
      innermost.setTransportListener(guard.next);
    }
  }

  @Override
  public void onCommand(Object command) {
    if (command instanceof WireFormatInfo info && !isFlat(info.getMarshalledProperties())) {
      onException(new IOException("The maximum size of a wire format was exceeded"));
      return;
    }
    next.onCommand(command);
  }

  private static boolean isFlat(ByteSequence propertiesOrNull) {
    return propertiesOrNull == null
        || MarshalledProperties.find(NONE, propertiesOrNull) == Finding.ABSENT;
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
