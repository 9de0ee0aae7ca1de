package org.apache.activemq.transport.nio;

import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.security.GeneralSecurityException;
import java.util.HashMap;
import java.util.Map;
import javax.net.ssl.SSLContext;
import org.apache.activemq.broker.SslContext;
import org.apache.activemq.transport.TransportServer;
import org.apache.activemq.transport.tcp.TcpTransportServer;
import org.apache.activemq.util.IntrospectionSupport;
import org.apache.activemq.util.URISupport;

/** Stands in for the class of 6.4: its server makes engines of the context of the call. */
public class NIOSSLTransportFactory extends NIOTransportFactory {

  @Override
  public TransportServer doBind(URI location) throws IOException {
    return doBind(location, null);
  }

  @Override
  public TransportServer doBind(URI location, SslContext context) throws IOException {
    try {
      SSLContext engines = context == null ? null : context.getSSLContext();
      Map<String, String> options = new HashMap<>(URISupport.parseParameters(location));
      TcpTransportServer server =
          new NIOSSLTransportServer(engines, this, location, createServerSocketFactory());
      server.setWireFormatFactory(createWireFormatFactory(options));
      IntrospectionSupport.setProperties(server, options);
      server.setTransportOption(IntrospectionSupport.extractProperties(options, "transport."));
      server.bind();
      return server;
    } catch (URISyntaxException | GeneralSecurityException e) {
      throw new IOException(e);
    }
  }
}
