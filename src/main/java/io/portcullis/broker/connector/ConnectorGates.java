package io.portcullis.broker.connector;

import io.portcullis.broker.platform.ActiveMqInternals;
import io.portcullis.broker.platform.Protocol;
import io.portcullis.broker.platform.Subjects;
import io.portcullis.broker.transport.ConnectionInspector;
import io.portcullis.broker.transport.TlsBinding;
import io.portcullis.enforce.Enforcer;
import io.portcullis.enforce.FailedHandshakes;
import io.portcullis.enforce.IndependentSteps;
import io.portcullis.enforce.Moment;
import io.portcullis.enforce.Refusal;
import io.portcullis.enforce.Subject;
import io.portcullis.rule.ConnectorFacts;
import io.portcullis.rule.PeerFacts;
import io.portcullis.rule.RuleIds;
import io.portcullis.rule.Violation;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.WeakHashMap;
import org.apache.activemq.broker.BrokerService;
import org.apache.activemq.broker.TransportConnection;
import org.apache.activemq.broker.TransportConnector;
import org.apache.activemq.transport.TransportServer;
import org.apache.activemq.util.ServiceStopper;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Installs a gate at every transport connector, and refuses connectors that bring a server of their
 * own.
 *
 * <p>A connector asks the broker's filters for its peers' infos when it starts and before it
 * accepts clients. At that moment the gate checks connectors that were added or restarted while the
 * broker runs.
 */
public final class ConnectorGates {

  private static final Logger LOG = LoggerFactory.getLogger(ConnectorGates.class);

  private final BrokerService service;
  private final Enforcer enforcer;
  private final FailedHandshakes handshakes;
  private final ConnectionIdTakeover takeovers;
  private final TlsBinding binding;
  private final Set<TransportConnector> judged = Collections.newSetFromMap(new WeakHashMap<>());

  /** Guards the connectors of {@code service}. */
  public ConnectorGates(
      BrokerService service,
      Enforcer enforcer,
      FailedHandshakes handshakes,
      ConnectionIdTakeover takeovers,
      TlsBinding binding) {
    this.service = service;
    this.enforcer = enforcer;
    this.handshakes = handshakes;
    this.takeovers = takeovers;
    this.binding = binding;
  }

  /** Guards the connectors that were judged at the start and will be bound. */
  public synchronized void guard() {
    if (!ActiveMqInternals.CONNECTOR_SERVER.isKnown()) {
      return;
    }
    for (TransportConnector connector : service.getTransportConnectors()) {
      if (server(connector) == null) {
        guard(connector);
      } else {
        judged.add(connector);
      }
    }
  }

  /**
   * Judges and guards connectors that start again or were added while the broker runs. It stops and
   * removes a refused one.
   *
   * @throws SecurityException if one is refused and the call comes from a connector's start; other
   *     callers are not to blame
   */
  public synchronized void guardAgain() {
    if (!ActiveMqInternals.CONNECTOR_SERVER.isKnown()) {
      return;
    }
    Optional<String> refused = Optional.empty();
    for (TransportConnector connector : service.getTransportConnectors()) {
      boolean stopped = server(connector) == null;
      if (stopped) {
        guard(connector);
      }
      if (stopped || (!GatedServer.guards(connector) && !judged.contains(connector))) {
        Optional<String> why = judge(connector);
        judged.add(connector);
        refused = refused.or(() -> why);
      }
    }
    if (refused.isPresent() && isAskedByStart()) {
      throw Refusal.of(refused.get());
    }
  }

  /** Ends live connections that speak what {@code restrict-protocols} does not allow any more. */
  public void judgeProtocolsAgain() {
    for (TransportConnector connector : service.getTransportConnectors()) {
      if (server(connector) instanceof GatedServer gated) {
        gated.judgeProtocolsAgain();
      } else {
        connector.getConnections().forEach(this::judgeProtocol);
      }
    }
  }

  private void judgeProtocol(TransportConnection live) {
    PeerFacts peer =
        ConnectionInspector.peer(Subjects.connector(live.getConnector()), live.getTransport());
    List<Violation> refused =
        enforcer.judge(
            Moment.CONNECTION,
            new Subject(
                peer.connector(), peer.remoteAddress(), "", "", Protocol.of(live).word(), ""),
            peer,
            rule -> rule.id().equals(RuleIds.RESTRICT_PROTOCOLS) ? rule.judge(peer) : List.of());
    if (!refused.isEmpty()) {
      LOG.info("Connection {} ends: {}", peer.remoteAddress(), refused.get(0).line());
      live.stopAsync(Refusal.of(refused.get(0)));
    }
  }

  private static boolean isAskedByStart() {
    return StackWalker.getInstance()
        .walk(
            frames ->
                frames.anyMatch(
                    frame ->
                        frame.getClassName().equals(TransportConnector.class.getName())
                            && frame.getMethodName().equals("start")));
  }

  private void guard(TransportConnector connector) {
    connector.setBrokerService(service);
    String name = Subjects.connector(connector);
    connector.setServer(
        new GatedServer(
            name, () -> binding.bind(name, connector), enforcer, handshakes, takeovers));
  }

  private Optional<String> judge(TransportConnector connector) {
    ConnectorFacts facts = BrokerInspector.connector(service, connector);
    List<Violation> refused =
        enforcer.judge(
            Moment.CONNECTION,
            new Subject(facts.name(), "", "", "", "", ""),
            facts,
            rule -> rule.judge(facts));
    if (refused.isEmpty()) {
      return Optional.empty();
    }
    try {
      IndependentSteps.steps(
          () -> new ServiceStopper().stop(server(connector)),
          () -> service.removeConnector(connector));
    } catch (RuntimeException e) {
      LOG.warn("Connector {} was refused but did not stop: {}", facts.name(), e.toString());
    }
    return Optional.of(refused.get(0).line());
  }

  /**
   * Returns the server of a connector, if it exists; {@code getServer()} would bind its port. It is
   * also null if this version of ActiveMQ hides it. Then no connector has a gate.
   */
  static TransportServer server(TransportConnector connector) {
    return (TransportServer) ActiveMqInternals.CONNECTOR_SERVER.get(connector);
  }
}
