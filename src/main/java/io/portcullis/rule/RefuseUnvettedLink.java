package io.portcullis.rule;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * There is no way in that the gate cannot see whole.
 *
 * <p>Why: a proxy connector relays other people's connections under its own address; a JMS bridge
 * brings messages from a broker that nobody judges; http and https connectors show neither an
 * address nor a TLS session; a bridge that a peer asks for is made by the broker itself, over
 * {@code vm://}, and, on brokers before 5.19.8, 6.2.7 and 6.3.0, before the peer has logged in; a
 * connector that was added as a URI is bound before the gate can stand at its door; and a plugin
 * that wraps the gate can act without being seen.
 *
 * <p>A network connector connects, and does nothing else: a URI that makes a broker in this JVM, or
 * loads one from a file or an address, runs code (CVE-2026-34197).
 *
 * <p>Whoever says that it is a bridge is treated as one: the broker tells it more, and what it
 * brings and is refused goes into quarantine. So only members of {@code bridgesGroup} may say it.
 *
 * <p>What a peer asks of a bridge is done in the name of the bridge's user. So a bridge forwards
 * only what its network connector includes, and makes and removes nothing but its own copies of
 * temporary destinations.
 *
 * <p>Remedy: transport connectors declared in the broker's configuration; for networks, a one-way
 * network connector in each direction.
 *
 * <p>Source: ActiveMQ's changes 2083 and 2112 for the bridge before the login; its documentation of
 * the transports for the rest.
 */
public final class RefuseUnvettedLink implements Rule {

  /** The id, for those who stand at the door. */
  public static final String ID = "refuse-unvetted-link";

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
  public boolean judgesLater() {
    return true;
  }

  @Override
  public List<Violation> judge(BrokerFacts broker) {
    return broker.pluginsAfterGate().stream()
        .map(
            plugin ->
                violation(
                    new Named(plugin, broker.where()),
                    "plugin %s stands behind the gate and acts without being seen"
                        .formatted(plugin),
                    "list Portcullis last in <plugins>"))
        .toList();
  }

  @Override
  public List<Violation> judge(ConnectorFacts connector) {
    List<Violation> violations = new ArrayList<>();
    if (HTTP_SCHEMES.contains(connector.scheme())) {
      violations.add(
          violation(
              connector,
              "%s shows neither the client's address nor its TLS session"
                  .formatted(connector.scheme()),
              "use ssl:// or wss://"));
    }
    if (connector.early()) {
      violations.add(
          violation(
              connector,
              "its port was bound from a URI before the gate could look",
              "declare it as a <transportConnector>, or in code give a TransportConnector the URI"
                  + " and let the broker bind it"));
    }
    return violations;
  }

  @Override
  public List<Violation> judge(LinkFacts link) {
    if (link.kind() == LinkFacts.Kind.NETWORK_CONNECTOR) {
      return link.makes().stream()
          .map(
              what ->
                  violation(
                      link,
                      what,
                      "name remote brokers with ssl://, and one in this JVM with"
                          + " vm://NAME?create=false"))
          .toList();
    }
    return List.of(
        violation(
            link,
            "it brings in messages from where the gate cannot look",
            "remove it; clients and brokers connect to a transport connector themselves"));
  }

  @Override
  public List<Violation> judge(ConnectionFacts connection) {
    return switch (connection.carrier()) {
      case IN_VM -> List.of();
      case HTTP ->
          List.of(
              violation(
                  connection,
                  "HTTP shows neither the client's address nor its TLS session",
                  "connect with ssl:// or wss://"));
      case TLS, PLAIN, UNKNOWN ->
          connection.vetted()
              ? List.of()
              : List.of(
                  violation(
                      connection,
                      "the connector was added while the broker runs, and the gate is not at its door",
                      "declare it as a <transportConnector> and start the broker anew"));
    };
  }

  @Override
  public List<Violation> judge(PeerBridgeFacts bridge) {
    return List.of(
        violation(
            bridge,
            "a peer asks for a bridge in both directions",
            "remove duplex=\"true\" there and make a network connector here"));
  }

  @Override
  public List<Violation> judge(BridgeClaimFacts claim) {
    return claim.member()
        ? List.of()
        : List.of(
            violation(
                claim,
                "it says that it is the bridge of a peer broker, and is not in group \"%s\""
                    .formatted(bridges),
                "put the user of the network connector there into the group, or name its group in"
                    + " bridgesGroup"));
  }

  @Override
  public List<Violation> judge(BridgeDemandFacts demand) {
    return demand.isIncluded()
        ? List.of()
        : List.of(
            violation(
                demand,
                demand.found(),
                "if the peer may have it, name it in the network connector's"
                    + " dynamicallyIncludedDestinations; and look at the peer"));
  }

  @Override
  public List<Violation> judge(BridgePeerFacts peer) {
    return List.of(
        violation(
            peer,
            "its peer calls itself by " + peer.fault(),
            "give the broker there a printable name"));
  }
}
