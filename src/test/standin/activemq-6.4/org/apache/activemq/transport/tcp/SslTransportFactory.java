package org.apache.activemq.transport.tcp;

import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.security.GeneralSecurityException;
import java.util.HashMap;
import java.util.Map;
import javax.net.ssl.SSLServerSocketFactory;
import org.apache.activemq.broker.SslContext;
import org.apache.activemq.transport.TransportServer;
import org.apache.activemq.util.IntrospectionSupport;
import org.apache.activemq.util.URISupport;

/** Stands in for the class of 6.4: its server takes the context of the call. */
public class SslTransportFactory extends TcpTransportFactory {

  @Override
  public TransportServer doBind(URI location) throws IOException {
    return doBind(location, null);
  }

  @Override
  public TransportServer doBind(URI location, SslContext context) throws IOException {
    try {
      Map<String, String> options = new HashMap<>(URISupport.parseParameters(location));
      SslTransportServer server = new SslTransportServer(this, location, sockets(context));
      server.setWireFormatFactory(createWireFormatFactory(options));
      IntrospectionSupport.setProperties(server, options);
      server.setTransportOption(IntrospectionSupport.extractProperties(options, "transport."));
      server.bind();
      return server;
    } catch (URISyntaxException | GeneralSecurityException e) {
      throw new IOException(e);
    }
  }

  private static SSLServerSocketFactory sockets(SslContext context)
      throws GeneralSecurityException {
    return context == null
        ? (SSLServerSocketFactory) SSLServerSocketFactory.getDefault()
        : context.getSSLContext().getServerSocketFactory();
  }
}
