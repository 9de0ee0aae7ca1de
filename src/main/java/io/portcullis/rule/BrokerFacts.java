package io.portcullis.rule;

import io.portcullis.policy.Resource;
import io.portcullis.policy.Resource.Kind;
import java.util.List;

/**
 * A broker that is about to start, as it is configured.
 *
 * <p>Asked by {@code broker.start.StartInspector}.
 *
 * @param name the broker's name
 * @param connectors its transport connectors
 * @param links its other connections to and from elsewhere
 * @param pluginsAfterGate class names of plugins that come after the gate in the list
 * @param translatesBehindRights whether names are translated only behind the authorization plugin;
 *     then it is asked for rights on other destinations than those that are used
 * @param authentication how clients log in
 * @param authorization who has which rights
 * @param stealing the policy entries by which others may read temporary destinations
 */
public record BrokerFacts(
    String name,
    List<ConnectorFacts> connectors,
    List<LinkFacts> links,
    List<String> pluginsAfterGate,
    boolean translatesBehindRights,
    AuthenticationFacts authentication,
    AuthorizationFacts authorization,
    List<Stealing> stealing)
    implements Judged {

  /**
   * A policy entry by which others than its connection may read a temporary destination.
   *
   * @param destinations its destinations, qualified
   * @param tag its start tag
   */
  public record Stealing(String destinations, String tag) implements Judged {

    @Override
    public Resource about() {
      return Resource.of(Kind.DESTINATION, destinations);
    }

    @Override
    public String where() {
      return tag;
    }
  }

  /** A broker whose temporary destinations are read by their own connection alone. */
  public BrokerFacts(
      String name,
      List<ConnectorFacts> connectors,
      List<LinkFacts> links,
      List<String> pluginsAfterGate,
      boolean translatesBehindRights,
      AuthenticationFacts authentication,
      AuthorizationFacts authorization) {
    this(
        name,
        connectors,
        links,
        pluginsAfterGate,
        translatesBehindRights,
        authentication,
        authorization,
        List.of());
  }

  /** Copies the lists. */
  public BrokerFacts {
    connectors = List.copyOf(connectors);
    links = List.copyOf(links);
    pluginsAfterGate = List.copyOf(pluginsAfterGate);
    stealing = List.copyOf(stealing);
  }

  /** Returns the transport connectors whose scheme has TLS. */
  List<ConnectorFacts> tlsConnectors() {
    return connectors.stream().filter(connector -> connector.tls().isPresent()).toList();
  }

  @Override
  public Resource about() {
    return Resource.of(Kind.BROKER, name);
  }

  @Override
  public String where() {
    return "broker \"%s\"".formatted(name);
  }
}
