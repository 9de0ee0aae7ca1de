package io.portcullis.broker.connector;

import java.io.IOException;
import org.apache.activemq.transport.Transport;

/** Says that a transport is unknown, so nothing bounds what it reads before a login. */
final class UnboundedException extends IOException {

  private static final long serialVersionUID = 1L;
  private final String transport;

  UnboundedException(Transport transport, Exception whyOrNull) {
    super(transport.getClass().getName() + " is not known", whyOrNull);
    this.transport = transport.getClass().getName();
  }

  /** The transport's class. */
  String transport() {
    return transport;
  }
}
