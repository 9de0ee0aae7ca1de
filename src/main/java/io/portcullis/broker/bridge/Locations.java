package io.portcullis.broker.bridge;

import io.portcullis.rule.LinkFacts;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.apache.activemq.network.DiscoveryNetworkConnector;
import org.apache.activemq.network.LdapNetworkConnector;
import org.apache.activemq.network.MulticastNetworkConnector;
import org.apache.activemq.network.NetworkConnector;
import org.apache.activemq.proxy.ProxyConnector;
import org.apache.activemq.util.URISupport;

/** Describes where connectors and links lead, without options, which may hold passwords. */
public final class Locations {

  /** Schemes that only say how to choose among their inner URIs. */
  private static final Set<String> CHOICES =
      Set.of("static", "masterslave", "failover", "fanout", "discovery", "simple");

  /**
   * Connector classes whose bridges {@link NetworkConnectorGate} judges, or that create such
   * connectors.
   */
  private static final Set<Class<?>> JUDGED =
      Set.of(
          DiscoveryNetworkConnector.class, LdapNetworkConnector.class, InertNetworkConnector.class);

  private static final String DISCOVERED = "discovered";

  private Locations() {}

  /**
   * Returns a URI without user, options and fragment. Of a composite URI it does the same for the
   * parts.
   */
  public static String of(URI uri) {
    if (isChoice(uri)) {
      return "%s:(%s)"
          .formatted(
              uri.getScheme(), String.join(",", parts(uri).stream().map(Locations::of).toList()));
    }
    String authority = uri.getRawAuthority() == null ? "" : uri.getRawAuthority();
    String path = uri.getRawPath() == null ? "" : uri.getRawPath();
    return "%s://%s%s".formatted(uri.getScheme(), authority.replaceFirst(".*@", ""), path);
  }

  /** Describes a network connector whose local end is this broker. */
  public static LinkFacts networkConnector(NetworkConnector connector) {
    return described(connector).showing(connector.isSyncDurableSubs());
  }

  private static LinkFacts described(NetworkConnector connector) {
    String name = String.valueOf(connector.getName());
    URI agentOrNull =
        connector instanceof DiscoveryNetworkConnector discovery ? discovery.getUri() : null;
    URI peerOrNull =
        connector instanceof MulticastNetworkConnector group && group.getRemoteTransport() == null
            ? group.getRemoteURI()
            : null;
    String type = connector.getClass().getSimpleName();
    Optional<String> unjudged =
        JUDGED.contains(connector.getClass()) ? Optional.empty() : Optional.of(type);
    if (agentOrNull != null) {
      return link(name, agentOrNull, NetworkConnectorUris.makes(agentOrNull), unjudged);
    }
    if (peerOrNull != null) {
      return link(name, peerOrNull, NetworkConnectorUris.makesAt(peerOrNull), unjudged);
    }
    return new LinkFacts(
        LinkFacts.Kind.NETWORK_CONNECTOR,
        name,
        type,
        List.of(DISCOVERED),
        List.of(),
        Optional.empty(),
        unjudged);
  }

  /**
   * Describes a network connector.
   *
   * @param agent the URI of its discovery agent
   */
  public static LinkFacts networkConnector(String name, URI agent) {
    return link(name, agent, NetworkConnectorUris.makes(agent), Optional.empty());
  }

  /**
   * Describes a network connector that found a peer.
   *
   * @param peer the URI to connect to
   */
  static LinkFacts foundPeer(String name, URI peer) {
    return link(name, peer, NetworkConnectorUris.makesAt(peer), Optional.empty());
  }

  private static LinkFacts link(
      String name, URI uri, List<String> makes, Optional<String> unjudged) {
    return new LinkFacts(
        LinkFacts.Kind.NETWORK_CONNECTOR,
        name,
        of(uri),
        schemes(uri),
        makes,
        Optional.empty(),
        unjudged);
  }

  public static LinkFacts proxyConnector(ProxyConnector connector) {
    return new LinkFacts(
        LinkFacts.Kind.PROXY_CONNECTOR,
        String.valueOf(connector.getName()),
        connector.getBind() == null ? "not bound" : of(connector.getBind()),
        List.of());
  }

  /** Returns the scheme of every URI that could be connected to. */
  static List<String> schemes(URI uri) {
    List<String> schemes = new ArrayList<>();
    if (!isChoice(uri)) {
      schemes.add(uri.getScheme() == null ? DISCOVERED : uri.getScheme().toLowerCase(Locale.ROOT));
      return schemes;
    }
    for (URI part : parts(uri)) {
      schemes.addAll(schemes(part));
    }
    return schemes.isEmpty() ? List.of(DISCOVERED) : schemes;
  }

  static boolean isChoice(URI uri) {
    return uri.getScheme() != null && CHOICES.contains(uri.getScheme().toLowerCase(Locale.ROOT));
  }

  static List<URI> parts(URI uri) {
    try {
      return List.of(URISupport.parseComposite(uri).getComponents());
    } catch (URISyntaxException e) {
      return List.of();
    }
  }
}
