package io.portcullis.broker.connector;

import io.portcullis.broker.bridge.Locations;
import io.portcullis.broker.bridge.NetworkConnectorUris;
import io.portcullis.rule.ConnectorFacts;
import io.portcullis.rule.LinkFacts;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.List;
import java.util.stream.Stream;
import org.apache.activemq.broker.BrokerService;
import org.apache.activemq.broker.TransportConnector;
import org.apache.activemq.network.DiscoveryNetworkConnector;

/**
 * The connectors that a broker has only as URIs before it starts: {@code transportConnectorURIs}
 * and {@code networkConnectorURIs}. The start binds each as soon as it creates it.
 *
 * @param transport the URIs of transport connectors
 * @param network the URIs of network connectors
 */
public record ConnectorUris(List<String> transport, List<String> network) {

  /** No URIs, after the start has created all connectors. */
  public static final ConnectorUris NONE = new ConnectorUris(List.of(), List.of());

  public static ConnectorUris of(BrokerService service) {
    return new ConnectorUris(
        list(service.getTransportConnectorURIs()), list(service.getNetworkConnectorURIs()));
  }

  private static List<String> list(String[] urisOrNull) {
    return urisOrNull == null ? List.of() : List.of(urisOrNull);
  }

  /** Returns the facts of the transport connectors, in the order of the URIs. */
  public Stream<ConnectorFacts> connectors(BrokerService service) {
    return transport.stream().map(uri -> connector(service, uri));
  }

  private static ConnectorFacts connector(BrokerService service, String text) {
    TransportConnector connector = new TransportConnector();
    try {
      connector.setUri(new URI(text));
      connector.setName(Locations.of(connector.getUri()));
    } catch (URISyntaxException e) {
      connector.setName("transportConnectorURIs");
    }
    return BrokerInspector.connector(service, connector, true);
  }

  Stream<LinkFacts> links(BrokerService service) {
    return network.stream()
        .map(ConnectorUris::link)
        .map(
            link ->
                link.withOwnEnd(
                    NetworkConnectorUris.ownEnd(
                        service.getVmConnectorURI(), service.getBrokerName())));
  }

  private static LinkFacts link(String text) {
    try {
      return Locations.networkConnector("networkConnectorURIs", new URI(text));
    } catch (URISyntaxException e) {
      return Locations.networkConnector(new DiscoveryNetworkConnector());
    }
  }
}
