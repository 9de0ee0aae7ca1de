package io.portcullis.broker.connector;

import io.portcullis.broker.platform.Protocol;
import io.portcullis.broker.platform.Subjects;
import io.portcullis.broker.platform.Transports;
import io.portcullis.broker.transport.ConnectionInspector;
import io.portcullis.enforce.Enforcer;
import io.portcullis.enforce.Moment;
import io.portcullis.enforce.Refusal;
import io.portcullis.enforce.Subject;
import io.portcullis.rule.PeerFacts;
import io.portcullis.rule.RuleIds;
import io.portcullis.rule.Violation;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.apache.activemq.broker.BrokerService;
import org.apache.activemq.broker.Connection;
import org.apache.activemq.broker.TransportConnection;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The live connections of a broker, judged again by what they speak. */
final class LiveProtocols {

  private static final Logger LOG = LoggerFactory.getLogger(LiveProtocols.class);

  private final BrokerService service;
  private final Enforcer enforcer;

  LiveProtocols(BrokerService service, Enforcer enforcer) {
    this.service = service;
    this.enforcer = enforcer;
  }

  /** Ends those that {@code restrict-protocols} refuses. */
  void judge() {
    connections().distinct().forEach(this::judge);
  }

  /** Returns the connections of all connectors, and the logged-in ones inside this JVM. */
  private Stream<TransportConnection> connections() {
    return Stream.concat(
        service.getTransportConnectors().stream()
            .flatMap(connector -> connector.getConnections().stream()),
        inVm());
  }

  private Stream<TransportConnection> inVm() {
    try {
      Connection[] clients = service.getBroker().getClients();
      return Arrays.stream(clients)
          .filter(TransportConnection.class::isInstance)
          .map(TransportConnection.class::cast)
          .filter(live -> Transports.isInVm(live.getTransport()));
    } catch (Exception e) {
      throw new IllegalStateException("the broker runs", e);
    }
  }

  private void judge(TransportConnection live) {
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
}
