package io.portcullis.rule;

import java.net.InetAddress;
import java.util.List;
import java.util.Optional;

/**
 * Refuses connectors that listen on a globally reachable address.
 *
 * <p>Why: if the internet cannot reach a broker, scans, floods and unknown vulnerabilities cannot
 * either. A wildcard stands for every address of the host's interfaces, IPv6 too. So it passes on a
 * host that has only private addresses. {@code allowedNetworks} does not change this rule.
 *
 * <p>What it cannot see: a load balancer or an address translation that publishes a private
 * address.
 *
 * <p>Remedy: name a private address in the connector's URI.
 *
 * <p>Source: "Prefer Brokers without Public Accessibility" in Amazon MQ's guide; IANA's
 * special-purpose address registries say what is not globally reachable.
 */
final class RefusePublicConnector implements Rule {

  private static final String IN_VM = "vm";

  private static final Fault UNRESOLVED =
      new Fault(
          "host-unresolved",
          "its host name cannot be resolved, so nobody knows where it would listen",
          "%s, or another address of this host");
  private static final Fault REACHABLE =
      new Fault(
          "connector-reachable",
          "it would listen on %s, which the internet can reach",
          "%2$s, or a private address of this host, by which other machines reach it");

  @Override
  public String id() {
    return "refuse-public-connector";
  }

  @Override
  public String demand() {
    return "no connector on an address that the internet can reach";
  }

  @Override
  public Optional<String> nothingToJudge(BrokerFacts broker, PostureFacts posture) {
    return broker.connectors().stream().allMatch(connector -> connector.scheme().equals(IN_VM))
        ? Optional.of("no connector that leaves the JVM")
        : Optional.empty();
  }

  @Override
  public List<Violation> judge(ConnectorFacts connector) {
    if (connector.scheme().equals(IN_VM)) {
      return List.of();
    }
    if (connector.addresses().isEmpty()) {
      return List.of(violation(connector, UNRESOLVED, Argument.shown(onLoopback(connector))));
    }
    List<String> reachable =
        connector.addresses().stream()
            .filter(PublicAddresses::includes)
            .map(InetAddress::getHostAddress)
            .toList();
    if (reachable.isEmpty()) {
      return List.of();
    }
    // A name may have another address with every question.
    return List.of(
        violation(
            connector,
            REACHABLE,
            Argument.shown(reachable),
            Argument.shown(onLoopback(connector))));
  }

  /** Says how to keep a connector to this host, which is the smallest change. */
  private static String onLoopback(ConnectorFacts connector) {
    return connector
        .writtenHost()
        .map("write 127.0.0.1 for %s in its URI"::formatted)
        .orElse("write 127.0.0.1 into its URI");
  }
}
