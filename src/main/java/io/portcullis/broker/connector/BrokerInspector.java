package io.portcullis.broker.connector;

import io.portcullis.broker.bridge.Locations;
import io.portcullis.broker.bridge.NetworkConnectorUris;
import io.portcullis.broker.platform.HostAddresses;
import io.portcullis.broker.platform.HostLookups;
import io.portcullis.broker.platform.Plugins;
import io.portcullis.broker.platform.UnloadedPlugin;
import io.portcullis.broker.rights.AuthenticationInspector;
import io.portcullis.broker.transport.TlsInspector;
import io.portcullis.rule.AuthenticationFacts;
import io.portcullis.rule.AuthorizationFacts;
import io.portcullis.rule.BrokerFacts;
import io.portcullis.rule.BrokerFacts.Stealing;
import io.portcullis.rule.ConnectorFacts;
import io.portcullis.rule.LinkFacts;
import java.net.InetAddress;
import java.net.SocketException;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.activemq.broker.BrokerPlugin;
import org.apache.activemq.broker.BrokerService;
import org.apache.activemq.broker.TransportConnector;
import org.apache.activemq.broker.util.DestinationPathSeparatorBroker;
import org.apache.activemq.network.NetworkConnector;
import org.apache.activemq.network.jms.JmsConnector;
import org.apache.activemq.proxy.ProxyConnector;
import org.apache.activemq.security.AuthorizationPlugin;
import org.apache.activemq.util.URISupport;

/** Inspects a broker that is about to start. It opens nothing and changes nothing. */
public final class BrokerInspector {

  private BrokerInspector() {}

  /**
   * Returns the facts of a broker.
   *
   * @param service the broker as configured
   * @param uris the connectors that it has only as URIs, and that its start creates
   * @param gate the gate's own plugin
   * @param authentication how clients log in
   * @param authorization who has which rights
   * @param stealing the policy entries by which others may read temporary destinations
   */
  public static BrokerFacts broker(
      BrokerService service,
      ConnectorUris uris,
      BrokerPlugin gate,
      AuthenticationFacts authentication,
      AuthorizationFacts authorization,
      List<Stealing> stealing) {
    return new BrokerFacts(
        service.getBrokerName(),
        Stream.concat(
                service.getTransportConnectors().stream()
                    .map(connector -> connector(service, connector)),
                uris.connectors(service))
            .toList(),
        Stream.concat(links(service).stream(), uris.links(service)).toList(),
        pluginsAfter(gate, Plugins.of(service)),
        translatesBehindRights(Plugins.of(service)),
        authentication,
        authorization,
        stealing);
  }

  /** Tells whether logins show groups, so that a map by groups can be used. */
  public static boolean loginsShowGroups(BrokerService service) {
    return AuthenticationInspector.loginsShowGroups(service);
  }

  /**
   * Tells whether names are translated only behind the authorization plugin. The first plugin is
   * the innermost: a plugin before another acts behind it.
   */
  private static boolean translatesBehindRights(List<BrokerPlugin> plugins) {
    boolean translates = false;
    for (BrokerPlugin plugin : plugins) {
      if (plugin instanceof AuthorizationPlugin && translates) {
        return true;
      }
      translates |= plugin instanceof DestinationPathSeparatorBroker;
    }
    return false;
  }

  private static List<String> pluginsAfter(BrokerPlugin gate, List<BrokerPlugin> plugins) {
    return plugins.subList(plugins.indexOf(gate) + 1, plugins.size()).stream()
        .map(UnloadedPlugin::typeOf)
        .toList();
  }

  /** Returns the facts of one connector. */
  public static ConnectorFacts connector(BrokerService service, TransportConnector connector) {
    boolean early = ConnectorGates.server(connector) != null && !GatedServer.guards(connector);
    return connector(service, connector, early);
  }

  /**
   * Returns the facts of one connector.
   *
   * @param early whether it is bound before the gate can judge it
   */
  public static ConnectorFacts connector(
      BrokerService service, TransportConnector connector, boolean early) {
    URI uri = connector.getUri();
    if (uri == null || uri.getScheme() == null) {
      return new ConnectorFacts(
          String.valueOf(connector.getName()),
          "no URI",
          "unknown",
          List.of(),
          early,
          Optional.empty());
    }
    String location = Locations.of(uri);
    return new ConnectorFacts(
        connector.getName().equals(uri.toString()) ? location : connector.getName(),
        location,
        uri.getScheme().toLowerCase(Locale.ROOT),
        addresses(uri),
        early,
        TlsInspector.tls(service, connector),
        Optional.ofNullable(connector.getDiscoveryUri()).flatMap(NetworkConnectorUris::agentFault),
        TlsInspector.missingKeys(service, connector),
        autoProtocols(uri));
  }

  /** Splits the option as {@code AutoTransportUtils} does. */
  private static List<String> autoProtocols(URI uri) {
    try {
      String namesOrNull = URISupport.parseParameters(uri).get("auto.protocols");
      return namesOrNull == null || namesOrNull.isEmpty()
          ? List.of()
          : List.of(namesOrNull.split(","));
    } catch (URISyntaxException e) {
      return List.of();
    }
  }

  /**
   * Returns the addresses that ActiveMQ binds for a URI; without a host it is localhost. A
   * WebSocket server gets the canonical name of the address, which may have other addresses.
   */
  private static List<InetAddress> addresses(URI uri) {
    String host = uri.getHost();
    try {
      InetAddress address =
          HostLookups.address(host == null || host.isEmpty() ? "localhost" : host);
      if (address.isAnyLocalAddress()) {
        return HostAddresses.ofAllInterfaces();
      }
      return uri.getScheme().equalsIgnoreCase("wss") && !HostLookups.areHeldBack()
          ? List.of(InetAddress.getAllByName(address.getCanonicalHostName()))
          : List.of(address);
    } catch (UnknownHostException | SocketException e) {
      return List.of();
    }
  }

  private static List<LinkFacts> links(BrokerService service) {
    List<LinkFacts> links = new ArrayList<>();
    for (NetworkConnector connector : service.getNetworkConnectors()) {
      links.add(
          Locations.networkConnector(connector)
              .withOwnEnd(
                  NetworkConnectorUris.ownEnd(
                      service.getVmConnectorURI(), service.getBrokerName())));
    }
    for (ProxyConnector connector : service.getProxyConnectors()) {
      links.add(Locations.proxyConnector(connector));
    }
    JmsConnector[] bridges = service.getJmsBridgeConnectors();
    for (JmsConnector bridge : bridges == null ? new JmsConnector[0] : bridges) {
      links.add(
          new LinkFacts(
              LinkFacts.Kind.JMS_BRIDGE,
              String.valueOf(bridge.getName()),
              bridge.getClass().getSimpleName(),
              List.of()));
    }
    return links;
  }
}
