package io.portcullis.scenario.later;

import org.apache.activemq.broker.SslContext;
import org.apache.activemq.broker.TransportConnector;

/** A connector with an SSL context of its own, as those of 6.4 may have. */
public final class ConnectorWithKeys extends TransportConnector {

  private SslContext own;

  /** Returns its own context; null if it has none. */
  public SslContext getSslContext() {
    return own;
  }

  /** Gives it one. */
  public void setSslContext(SslContext context) {
    own = context;
  }
}
