package io.portcullis.suggest;

import io.portcullis.usage.ClientUse;
import io.portcullis.usage.Observation;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * What is proposed for the gate's own properties.
 *
 * @param bodies for {@code bodyPolicies}
 * @param waivers for {@code waivers}
 * @param clientIds for {@code clientIds}
 * @param protocols for {@code protocols}; empty if not all are known
 * @param networks for {@code allowedNetworks}; empty if not all are known
 * @param notices what is not proposed, and why
 */
record GateProposal(
    List<ProposedBody> bodies,
    List<ProposedWaiver> waivers,
    List<ProposedClientId> clientIds,
    List<String> protocols,
    List<String> networks,
    List<String> notices) {

  /** The words of the property {@code protocols}. */
  private static final List<String> PROTOCOLS =
      List.of("openwire", "amqp", "mqtt", "stomp", "mqtt+ws", "stomp+ws", "amqp+ws");

  /** Copies the lists. */
  GateProposal {
    bodies = List.copyOf(bodies);
    waivers = List.copyOf(waivers);
    clientIds = List.copyOf(clientIds);
    protocols = List.copyOf(protocols);
    networks = List.copyOf(networks);
    notices = List.copyOf(notices);
  }

  /** Makes it of an observation. */
  static GateProposal of(Observation observation) {
    BodyProposal proposal = new BodyProposal(observation);
    List<ProposedBody> bodies = proposal.bodies();
    List<ProposedWaiver> waivers = proposal.waivers();
    List<String> notices = new ArrayList<>(proposal.notices());
    if (observation.dropped().clients() > 0) {
      notices.add(
          "no clientIds, protocols and allowedNetworks: rows of clients were dropped, so not all"
              + " are known");
      return new GateProposal(bodies, waivers, List.of(), List.of(), List.of(), notices);
    }
    List<ClientUse> outside =
        observation.clients().stream().filter(use -> !use.address().isEmpty()).toList();
    return new GateProposal(
        bodies,
        waivers,
        ClientIdProposal.of(observation.clients()),
        protocols(outside, notices),
        networks(outside, notices),
        notices);
  }

  private static List<String> protocols(List<ClientUse> clients, List<String> notices) {
    Set<String> spoken = clients.stream().map(ClientUse::protocol).collect(Collectors.toSet());
    if (!PROTOCOLS.containsAll(spoken)) {
      Set<String> unknown = new TreeSet<>(spoken);
      unknown.removeAll(PROTOCOLS);
      notices.add(
          "no protocols: it is not known what \"%s\" is".formatted(unknown.iterator().next()));
      return List.of();
    }
    return PROTOCOLS.stream().filter(spoken::contains).toList();
  }

  private static List<String> networks(List<ClientUse> clients, List<String> notices) {
    Set<String> addresses = new TreeSet<>();
    clients.forEach(use -> addresses.add(use.address()));
    for (String address : addresses) {
      if (!NetworkProposal.isAddress(address)) {
        notices.add("no allowedNetworks: \"%s\" is no address".formatted(address));
        return List.of();
      }
    }
    List<String> blocks = NetworkProposal.of(addresses);
    if (blocks.isEmpty() && !addresses.isEmpty()) {
      notices.add(
          "no allowedNetworks: clients came from %d addresses far from each other; name your networks"
              .formatted(addresses.size()));
    }
    return blocks;
  }
}
