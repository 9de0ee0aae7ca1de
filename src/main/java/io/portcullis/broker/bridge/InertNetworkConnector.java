package io.portcullis.broker.bridge;

import java.net.URI;
import org.apache.activemq.network.DiscoveryNetworkConnector;

/**
 * A network connector that only holds its URI. ActiveMQ's own creates a discovery agent at once, by
 * the URI's scheme, and calls the setters that its options name.
 */
public final class InertNetworkConnector extends DiscoveryNetworkConnector {

  private URI uri;

  @Override
  public void setUri(URI uri) {
    this.uri = uri;
  }

  @Override
  public URI getUri() {
    return uri;
  }
}
