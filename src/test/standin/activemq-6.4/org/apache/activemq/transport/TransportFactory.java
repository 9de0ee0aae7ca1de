package org.apache.activemq.transport;

import java.io.IOException;
import java.io.InputStream;
import java.net.MalformedURLException;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.HashMap;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.activemq.broker.SslContext;
import org.apache.activemq.util.IntrospectionSupport;
import org.apache.activemq.wireformat.WireFormat;
import org.apache.activemq.wireformat.WireFormatFactory;

/** Stands in for the class of 6.4, as far as servers need it: they are bound with a context. */
public abstract class TransportFactory {

  private static final String SERVICES = "META-INF/services/org/apache/activemq/";
  private static final Map<String, TransportFactory> FOUND = new ConcurrentHashMap<>();

  public abstract TransportServer doBind(URI location) throws IOException;

  public TransportServer doBind(URI location, SslContext context) throws IOException {
    return doBind(location);
  }

  public Transport doConnect(URI location) throws Exception {
    throw new UnsupportedOperationException("only servers stand in");
  }

  public Transport doCompositeConnect(URI location) throws Exception {
    throw new UnsupportedOperationException("only servers stand in");
  }

  public static TransportFactory findTransportFactory(URI location) throws IOException {
    TransportFactory known = FOUND.get(location.getScheme());
    if (known == null) {
      known = (TransportFactory) make("transport/" + location.getScheme());
      FOUND.put(location.getScheme(), known);
    }
    return known;
  }

  private static Object make(String service) throws IOException {
    ClassLoader loader = TransportFactory.class.getClassLoader();
    Properties properties = new Properties();
    try (InputStream in = loader.getResourceAsStream(SERVICES + service)) {
      properties.load(in);
      return Class.forName(properties.getProperty("class"), true, loader)
          .getDeclaredConstructor()
          .newInstance();
    } catch (ReflectiveOperationException e) {
      throw new IOException(service, e);
    }
  }

  protected Transport createTransport(URI location, WireFormat format)
      throws MalformedURLException, UnknownHostException, IOException {
    throw new IOException("only servers stand in");
  }

  protected WireFormat createWireFormat(Map<String, String> options) throws IOException {
    return createWireFormatFactory(options).createWireFormat();
  }

  protected WireFormatFactory createWireFormatFactory(Map<String, String> options)
      throws IOException {
    WireFormatFactory factory =
        (WireFormatFactory) make("wireformat/" + getDefaultWireFormatType());
    IntrospectionSupport.setProperties(factory, options, "wireFormat.");
    return factory;
  }

  protected String getDefaultWireFormatType() {
    return "default";
  }

  public Transport configure(Transport transport, WireFormat format, Map options)
      throws Exception {
    return new ResponseCorrelator(
        new MutexTransport(compositeConfigure(transport, format, options)));
  }

  public Transport serverConfigure(Transport transport, WireFormat format, HashMap options)
      throws Exception {
    return new MutexTransport(compositeConfigure(transport, format, options));
  }

  public Transport compositeConfigure(Transport transport, WireFormat format, Map options) {
    IntrospectionSupport.setProperties(transport, options);
    return transport;
  }

  protected String getOption(Map options, String key, String otherwise) {
    String value = (String) options.remove(key);
    return value == null ? otherwise : value;
  }
}
