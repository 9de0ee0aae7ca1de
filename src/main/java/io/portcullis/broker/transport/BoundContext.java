package io.portcullis.broker.transport;

import javax.net.ssl.SSLContext;
import org.apache.activemq.broker.SslContext;

/** The SSL context that the gate binds a connector with, in ActiveMQ's form. */
final class BoundContext extends SslContext {

  private final SSLContext context;

  BoundContext(SSLContext context) {
    this.context = context;
  }

  @Override
  public SSLContext getSSLContext() {
    return context;
  }
}
