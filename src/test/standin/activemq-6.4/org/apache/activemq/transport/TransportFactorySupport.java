package org.apache.activemq.transport;

import java.io.IOException;
import java.net.URI;
import org.apache.activemq.broker.BrokerService;
import org.apache.activemq.broker.BrokerServiceAware;
import org.apache.activemq.broker.SslContext;

/** Stands in for the class of 6.4, which hands the context on. */
public class TransportFactorySupport {

  public static TransportServer bind(BrokerService service, URI location) throws IOException {
    return bind(service, location, service.getSslContext());
  }

  public static TransportServer bind(BrokerService service, URI location, SslContext context)
      throws IOException {
    TransportFactory factory = TransportFactory.findTransportFactory(location);
    if (factory instanceof BrokerServiceAware) {
      ((BrokerServiceAware) factory).setBrokerService(service);
    }
    return factory.doBind(location, context);
  }
}
