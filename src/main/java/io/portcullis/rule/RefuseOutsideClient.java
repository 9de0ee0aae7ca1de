package io.portcullis.rule;

import io.portcullis.policy.Networks;
import java.net.InetAddress;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Requires that a client's address is in {@code allowedNetworks}.
 *
 * <p>Why: a client that has no need to connect should not reach the TLS handshake, let alone the
 * login. The address is the socket's own, never one that the client claims. Behind a load balancer
 * that hides addresses, it is the balancer's. A transport that shows no address is refused.
 *
 * <p>A {@code vm://} connection stays in this JVM and passes.
 *
 * <p>A connector to which no allowed client has a way is reported: it listens on loopback only, and
 * loopback is not allowed, or the networks are of the other version of IP.
 *
 * <p>Remedy: connect from an allowed network, or add the client's network.
 *
 * <p>Source: "Prefer Brokers without Public Accessibility" in Amazon MQ's guide; ActiveMQ's
 * security roadmap names allow lists on connectors as not done.
 */
final class RefuseOutsideClient implements Rule {

  private static final Fault NO_ADDRESS =
      new Fault(
          "client-without-address",
          "the transport shows no client address",
          "use ssl:// or wss://");
  private static final Fault OUTSIDE =
      new Fault(
          "client-outside-networks",
          "%s is in none of the allowed networks",
          "connect from one of them, or add its network to allowedNetworks");

  private static final Fault BEYOND =
      new Fault(
          "connector-beyond-networks",
          "it listens on %s, where no client from an allowed network (%2$s) arrives",
          "add %3$s to allowedNetworks, or write an address that its clients reach into its URI");

  private final Networks allowed;

  /** Allows the clients of these networks. */
  public RefuseOutsideClient(Networks allowed) {
    this.allowed = allowed;
  }

  @Override
  public String id() {
    return "refuse-outside-client";
  }

  @Override
  public String demand() {
    return "clients from the allowed networks only";
  }

  @Override
  public Optional<String> nothingToJudge(BrokerFacts broker, PostureFacts posture) {
    return Optional.of("clients are judged later");
  }

  @Override
  public boolean judgesLater() {
    return true;
  }

  @Override
  public List<Violation> judge(PeerFacts peer) {
    if (peer.inVm()) {
      return List.of();
    }
    Optional<InetAddress> address = peer.address();
    if (address.isEmpty()) {
      return List.of(violation(peer, NO_ADDRESS));
    }
    if (allowed.contains(address.get())) {
      return List.of();
    }
    return List.of(violation(peer, OUTSIDE, address.get().getHostAddress()));
  }

  @Override
  public List<Violation> foresee(ConnectorFacts connector) {
    if (connector.addresses().isEmpty() || allowed.reach(connector.addresses())) {
      return List.of();
    }
    return List.of(
        violation(
            connector,
            BEYOND,
            connector.addresses().stream().map(InetAddress::getHostAddress).toList(),
            Argument.shown(allowed),
            Argument.shown(missing(connector.addresses()))));
  }

  /** Returns what to allow. Clients of a connector on loopback have the address of loopback. */
  private static String missing(List<InetAddress> bound) {
    return bound.stream().allMatch(InetAddress::isLoopbackAddress)
        ? bound.stream().map(InetAddress::getHostAddress).collect(Collectors.joining(","))
        : "the network of its clients";
  }

  @Override
  public List<Violation> judge(ConnectionFacts connection) {
    return connection.vetted() ? List.of() : judge(connection.peer());
  }
}
