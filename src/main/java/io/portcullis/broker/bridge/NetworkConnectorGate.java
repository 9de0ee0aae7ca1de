package io.portcullis.broker.bridge;

import io.portcullis.broker.management.JmxCaller;
import io.portcullis.broker.platform.ActiveMqInternals;
import io.portcullis.broker.platform.PathSeparators;
import io.portcullis.enforce.Enforcer;
import io.portcullis.enforce.Moment;
import io.portcullis.enforce.Refusal;
import io.portcullis.enforce.Subject;
import io.portcullis.rule.LinkFacts;
import io.portcullis.rule.Violation;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.activemq.broker.BrokerService;
import org.apache.activemq.network.BridgeFactory;
import org.apache.activemq.network.ConnectionFilter;
import org.apache.activemq.network.DiscoveryNetworkConnector;
import org.apache.activemq.network.LdapNetworkConnector;
import org.apache.activemq.network.MulticastNetworkConnector;
import org.apache.activemq.network.NetworkConnector;
import org.apache.activemq.util.URISupport;

/**
 * Judges network connectors before they connect, whoever adds them and when: by JMX, by a changed
 * configuration or in code. Each connector then judges every URI that its discovery agent finds,
 * before it uses that URI, and every request of its peers.
 *
 * <p>All ways to add one end in the broker's list of network connectors. So this class watches that
 * list.
 */
public final class NetworkConnectorGate {

  /** ActiveMQ's prefix for options of discovered URIs. */
  private static final String DISCOVERED = "discovered.";

  private final BrokerService service;
  private final Enforcer enforcer;
  private final PathSeparators separators;

  /** Watches the connectors of a broker. */
  public NetworkConnectorGate(BrokerService service, Enforcer enforcer, PathSeparators separators) {
    this.service = service;
    this.enforcer = enforcer;
    this.separators = separators;
  }

  /** Starts to watch. The present connectors were judged at the start. */
  public void guard() {
    List<NetworkConnector> judged = service.getNetworkConnectors();
    judged.forEach(this::watch);
    try {
      ActiveMqInternals.NETWORK_CONNECTORS.set(service, new JudgedLinks(judged));
    } catch (ReflectiveOperationException e) {
      // The probes have told of it at the start, which was refused or only reports.
    }
  }

  /** A broker's list of network connectors, which throws when a refused one is added. */
  private final class JudgedLinks extends CopyOnWriteArrayList<NetworkConnector> {
    private static final long serialVersionUID = 1L;

    JudgedLinks(List<NetworkConnector> judged) {
      super(judged);
    }

    @Override
    public boolean add(NetworkConnector connector) {
      judge(connector);
      return super.add(connector);
    }
  }

  /**
   * Judges a connector. A refused one is disarmed: its creator can start it, but it connects to
   * nothing.
   */
  private void judge(NetworkConnector connector) {
    List<Violation> refused =
        judge(Locations.networkConnector(connector).withOwnEnd(ownEnd(connector)));
    if (!refused.isEmpty()) {
      disarm(connector);
      throw Refusal.of(refused.get(0));
    }
    watch(connector);
  }

  /** Removes a part from a connector, so that it cannot start or finds nobody. */
  private static void disarm(NetworkConnector connector) {
    connector.setConnectionFilter(uri -> false);
    if (connector instanceof MulticastNetworkConnector group) {
      group.setRemoteTransport(null);
      group.setRemoteURI(null);
    }
    if (connector instanceof LdapNetworkConnector directory) {
      directory.setAnonymousAuthentication(false);
      directory.setUser("");
    }
  }

  private Optional<String> ownEnd(NetworkConnector connector) {
    try {
      return Optional.ofNullable(connector.getLocalUri())
          .flatMap(uri -> NetworkConnectorUris.ownEnd(uri, service.getBrokerName()));
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }

  private List<Violation> judge(LinkFacts link) {
    return enforcer.judge(
        Moment.CONNECTION,
        new Subject(link.name(), link.location(), JmxCaller.name(), "", "", ""),
        link,
        rule -> rule.judge(link));
  }

  private void watch(NetworkConnector connector) {
    ConnectionFilter own =
        connector.getConnectionFilter() instanceof JudgedFilter before
            ? before.own
            : connector.getConnectionFilter();
    connector.setConnectionFilter(new JudgedFilter(this, connector, own));
    BridgeFactory maker =
        connector.getBridgeFactory() instanceof JudgedBridges before
            ? before.own()
            : connector.getBridgeFactory();
    connector.setBridgeFactory(new JudgedBridges(maker, enforcer, separators));
  }

  /** Judges the target of a connection that a network connector is about to make. */
  private static final class JudgedFilter implements ConnectionFilter {

    private final NetworkConnectorGate watch;
    private final NetworkConnector connector;

    /** ActiveMQ's, which keeps a broker from connecting to itself; null if there is none. */
    private final ConnectionFilter own;

    JudgedFilter(NetworkConnectorGate watch, NetworkConnector connector, ConnectionFilter own) {
      this.watch = watch;
      this.connector = connector;
      this.own = own;
    }

    @Override
    public boolean connectTo(URI found) {
      return (own == null || own.connectTo(found)) && watch.passes(connector, found);
    }
  }

  private boolean passes(NetworkConnector connector, URI found) {
    URI whole = found;
    if (connector instanceof DiscoveryNetworkConnector finder && finder.getUri() != null) {
      try {
        Map<String, String> options = URISupport.parseParameters(finder.getUri());
        whole = URISupport.applyParameters(found, options, DISCOVERED);
      } catch (URISyntaxException e) {
        // ActiveMQ then connects without them.
        whole = found;
      }
    }
    LinkFacts link = Locations.foundPeer(String.valueOf(connector.getName()), whole);
    return judge(link.withOwnEnd(ownEnd(connector))).isEmpty();
  }
}
