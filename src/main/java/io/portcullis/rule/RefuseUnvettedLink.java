package io.portcullis.rule;

import io.portcullis.policy.Resource;
import io.portcullis.policy.Resource.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Refuses proxy connectors, JMS bridges, HTTP connectors and other paths that bypass the checks.
 *
 * <p>Why:
 *
 * <ul>
 *   <li>A proxy connector relays other people's connections under its own address.
 *   <li>A JMS bridge brings messages from a broker that nobody judges.
 *   <li>An http or https connector shows neither an address nor a TLS session.
 *   <li>The broker itself makes a bridge that a peer asks for, over {@code vm://}. Brokers before
 *       5.19.8, 6.2.7 and 6.3.0 do so before the peer has logged in.
 *   <li>A connector that was added as a URI is bound before the gate can judge it.
 *   <li>A plugin that wraps the gate can act without being seen.
 * </ul>
 *
 * <p>A network connector must only connect. A URI that creates a broker in this JVM, or loads one
 * from a file or an address, runs code (CVE-2026-34197). The connector's local end must be this
 * broker, and its bridges must be of the kind that the gate judges.
 *
 * <p>The broker trusts a client that claims to be a bridge: it tells such a client more, and
 * refused messages of it go into quarantine. So only members of {@code bridgesGroup} may claim it.
 *
 * <p>A bridge does what its peer asks in the name of the bridge's user. So a bridge forwards only
 * what its network connector includes. It creates and removes only its own copies of temporary
 * destinations.
 *
 * <p>Remedy: transport connectors declared in the broker's configuration; for networks, a one-way
 * network connector in each direction.
 *
 * <p>Source: ActiveMQ's changes 2083 and 2112 for the bridge before the login; its documentation of
 * the transports for the rest.
 */
final class RefuseUnvettedLink implements Rule {

  /** The rule's id. */
  public static final String ID = "refuse-unvetted-link";

  private static final Fault PLUGIN_BEHIND =
      new Fault(
          "plugin-behind-gate",
          "plugin %s stands behind Portcullis and acts without being seen",
          "list Portcullis last in <plugins>");
  private static final Fault HTTP_CONNECTOR =
      new Fault(
          "http-connector", "%s shows neither the client's address nor its TLS session", "%2$s");
  private static final Fault BOUND_EARLY =
      new Fault(
          "bound-before-gate",
          "its port was bound from a URI before Portcullis could look",
          "declare it as a <transportConnector>, or in code give a TransportConnector the URI"
              + " and let the broker bind it");
  private static final Fault UNSEEN_LINK =
      new Fault(
          "link-unseen",
          "it brings in messages from where Portcullis cannot look",
          "remove <%2$s>; clients and brokers connect to a transport connector themselves");
  private static final Fault MAKES = new Fault("link-makes-broker", "%s", "%2$s");
  private static final Fault OWN_END =
      new Fault(
          "link-own-end",
          "its end in this broker %s",
          "remove vmConnectorURI=\"...\" from <broker>, and ActiveMQ takes vm:// and its name");
  private static final Fault UNJUDGED_BRIDGES =
      new Fault(
          "link-bridges-unjudged",
          "the bridges of a %s are not judged",
          "use a <networkConnector> with a URI");
  private static final Fault ANNOUNCES =
      new Fault(
          "connector-announced-by-maker",
          "%s",
          "set discoveryUri=\"multicast://default\" on <transportConnector name=\"%2$s\">, or remove it");
  private static final Fault NOT_INCLUDED =
      new Fault(
          "bridge-beyond-included",
          "its peer wants it to %s %s, which it does not include",
          "if the peer may have it, name it in the network connector's"
              + " dynamicallyIncludedDestinations; and look at the peer");
  private static final Fault PEER_NAME =
      new Fault(
          "peer-name-unfit",
          "its peer calls itself by %s",
          "give the broker there a printable name");
  private static final Fault HTTP_CONNECTION =
      new Fault(
          "http-connection",
          "HTTP shows neither the client's address nor its TLS session",
          "connect with ssl:// or wss://");
  private static final Fault UNGATED =
      new Fault(
          "connector-without-gate",
          "the connector was added while the broker runs, and has no gate",
          "declare it as a <transportConnector> and start the broker anew");
  private static final Fault DUPLEX =
      new Fault(
          "duplex-bridge",
          "a peer asks for a bridge in both directions",
          "remove duplex=\"true\" there and make a network connector here");
  private static final Fault STRANGE_BRIDGE =
      new Fault(
          "bridge-not-in-group",
          "it says that it is the bridge of a peer broker, and is not in group \"%s\"",
          "put the user of the network connector there into the group, or name its group in"
              + " bridgesGroup");

  private static final Set<String> HTTP_SCHEMES = Set.of("http", "https");

  private final String bridges;

  /** Lets members of a group be bridges. */
  public RefuseUnvettedLink(String bridges) {
    this.bridges = bridges;
  }

  @Override
  public String id() {
    return ID;
  }

  @Override
  public String demand() {
    return "no proxy connectors, JMS bridges, HTTP connectors or other paths that bypass the"
        + " checks";
  }

  @Override
  public boolean judgesLater() {
    return true;
  }

  @Override
  public List<Violation> judge(BrokerFacts broker) {
    return broker.pluginsAfterGate().stream()
        .map(
            plugin ->
                violation(
                    new Named(Resource.of(Kind.PLUGIN, plugin), broker.where()),
                    PLUGIN_BEHIND,
                    plugin))
        .toList();
  }

  @Override
  public List<Violation> judge(ConnectorFacts connector) {
    List<Violation> violations = new ArrayList<>();
    if (HTTP_SCHEMES.contains(connector.scheme())) {
      violations.add(
          violation(
              connector,
              HTTP_CONNECTOR,
              connector.scheme(),
              Argument.shown(TlsRemedies.speaking(connector))));
    }
    if (connector.early()) {
      violations.add(violation(connector, BOUND_EARLY));
    }
    connector
        .announces()
        .ifPresent(
            what ->
                violations.add(
                    violation(connector, ANNOUNCES, what, Argument.shown(connector.name()))));
    return violations;
  }

  @Override
  public List<Violation> judge(LinkFacts link) {
    if (link.kind() == LinkFacts.Kind.NETWORK_CONNECTOR) {
      return networkConnector(link);
    }
    return List.of(violation(link, UNSEEN_LINK, link.location(), Argument.shown(link.element())));
  }

  /** Says how a link only connects. */
  private static String connecting(LinkFacts link) {
    return link.location().contains("vm://")
        ? "set uri=\"%s\" on <networkConnector name=\"%s\">"
            .formatted(
                XmlText.of(link.location().replaceAll("vm://[^,)?]*", "$0?create=false")),
                XmlText.of(link.name()))
        : "name remote brokers with ssl://, and one in this JVM with vm://NAME?create=false";
  }

  private List<Violation> networkConnector(LinkFacts link) {
    List<Violation> violations = new ArrayList<>();
    link.makes()
        .forEach(
            what -> violations.add(violation(link, MAKES, what, Argument.shown(connecting(link)))));
    link.ownEnd().ifPresent(what -> violations.add(violation(link, OWN_END, what)));
    link.unjudged().ifPresent(maker -> violations.add(violation(link, UNJUDGED_BRIDGES, maker)));
    return violations;
  }

  @Override
  public List<Violation> judge(ConnectionFacts connection) {
    return switch (connection.carrier()) {
      case IN_VM -> List.of();
      case HTTP -> List.of(violation(connection, HTTP_CONNECTION));
      case TLS, PLAIN, UNKNOWN ->
          connection.vetted() ? List.of() : List.of(violation(connection, UNGATED));
    };
  }

  @Override
  public List<Violation> judge(DuplexBridgeFacts bridge) {
    return List.of(violation(bridge, DUPLEX));
  }

  @Override
  public List<Violation> judge(BridgeClaimFacts claim) {
    return claim.member() ? List.of() : List.of(violation(claim, STRANGE_BRIDGE, bridges));
  }

  @Override
  public List<Violation> judge(BridgeDemandFacts demand) {
    return demand.isIncluded()
        ? List.of()
        : List.of(
            violation(demand, NOT_INCLUDED, demand.demand().words(), demand.destination().shown()));
  }

  @Override
  public List<Violation> judge(PeerNameFacts peer) {
    return List.of(violation(peer, PEER_NAME, peer.fault()));
  }
}
