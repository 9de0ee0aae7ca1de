package io.portcullis.scenario.later;

import io.portcullis.Portcullis;
import io.portcullis.broker.connector.BrokerInspector;
import io.portcullis.rule.CertificateFacts;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import org.apache.activemq.broker.BrokerPlugin;
import org.apache.activemq.broker.BrokerService;
import org.apache.activemq.broker.TransportConnector;
import org.apache.activemq.security.AuthenticationUser;
import org.apache.activemq.security.SimpleAuthenticationPlugin;
import org.apache.activemq.spring.SpringSslContext;

/**
 * A broker with the gate and two connectors, {@code shared} with the broker's keys and {@code own}
 * with its own. It runs in a class loader of its own, so it is used by reflection.
 */
public final class LaterBroker {

  private final BrokerService service = new BrokerService();
  private final Portcullis gate = new Portcullis();

  /** Makes a broker that is not started. */
  public LaterBroker(Path shared, Path own, String password) throws Exception {
    service.setBrokerName("later");
    service.setPersistent(false);
    service.setUseJmx(false);
    service.setUseShutdownHook(false);
    service.setSslContext(context(shared, password));
    service.setPlugins(
        new BrokerPlugin[] {
          new SimpleAuthenticationPlugin(
              List.of(new AuthenticationUser("admin", password, "admins"))),
          gate
        });
    add("shared", "ssl://127.0.0.1:0");
    add("own", "nio+ssl://127.0.0.1:0").setSslContext(context(own, password));
  }

  private ConnectorWithKeys add(String name, String uri) throws Exception {
    ConnectorWithKeys connector = new ConnectorWithKeys();
    connector.setName(name);
    connector.setUri(new URI(uri));
    service.addConnector(connector);
    return connector;
  }

  private static SpringSslContext context(Path keys, String password) throws Exception {
    SpringSslContext context = new SpringSslContext();
    context.setKeyStore(keys.toUri().toString());
    context.setKeyStoreType("PKCS12");
    context.setKeyStorePassword(password);
    context.afterPropertiesSet();
    return context;
  }

  /** Starts it. */
  public void start() throws Exception {
    service.start(true);
  }

  /** Stops it. */
  public void stop() throws Exception {
    service.stop();
  }

  /** Returns the port of a connector. */
  public int port(String name) throws Exception {
    return service.getConnectorByName(name).getConnectUri().getPort();
  }

  /** Calls the gate's reload. */
  public List<String> reload() throws Exception {
    return gate.reload();
  }

  /** Returns the serial numbers of the certificates by which a connector is judged. */
  public List<String> judged(String name) {
    TransportConnector connector = service.getConnectorByName(name);
    return BrokerInspector.connector(service, connector).certificates().stream()
        .filter(CertificateFacts::own)
        .map(CertificateFacts::serial)
        .toList();
  }
}
