package io.portcullis.broker;

import io.portcullis.enforce.Enforcer;
import io.portcullis.enforce.HourlyWatch;
import io.portcullis.enforce.InTurn;
import io.portcullis.enforce.Moment;
import io.portcullis.enforce.Subject;
import io.portcullis.rule.ConnectorFacts;
import io.portcullis.rule.RequireValidCertificate;
import io.portcullis.rule.Rule;
import io.portcullis.rule.Violation;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.WeakHashMap;
import java.util.function.BiFunction;
import org.apache.activemq.broker.BrokerService;
import org.apache.activemq.broker.TransportConnector;

/**
 * Looks at the certificates of all connectors again as time passes. What is wrong by now, or will
 * be before long, is reported once, and what will be, each day; nothing is refused: whoever is
 * connected does not see an end of the certificate, and whoever connects does.
 */
public final class CertificateWatch implements HourlyWatch.Look {

  private final BrokerService service;
  private final Enforcer enforcer;
  private final Map<TransportConnector, Set<Violation>> said = new WeakHashMap<>();

  /** Watches the connectors of {@code service}. */
  public CertificateWatch(BrokerService service, Enforcer enforcer) {
    this.service = service;
    this.enforcer = enforcer;
  }

  @Override
  public synchronized void begin() {
    InTurn.each(
        service.getTransportConnectors(),
        connector ->
            said.put(connector, Set.copyOf(found(BrokerInspector.connector(service, connector)))));
  }

  /** What one connector's look finds is said, whatever becomes of the others'. */
  @Override
  public synchronized void look() {
    InTurn.each(service.getTransportConnectors(), this::look);
  }

  private void look(TransportConnector connector) {
    ConnectorFacts facts = BrokerInspector.connector(service, connector);
    List<Violation> present = found(facts);
    List<Violation> fresh = new ArrayList<>(present);
    fresh.removeAll(said.getOrDefault(connector, Set.of()));
    enforcer.report(Moment.START, new Subject(facts.name(), "", "", "", "", ""), fresh);
    said.put(connector, Set.copyOf(present));
  }

  private List<Violation> found(ConnectorFacts facts) {
    List<Violation> found = new ArrayList<>(ask(facts, Rule::judge));
    found.addAll(ask(facts, Rule::foresee));
    return found;
  }

  private List<Violation> ask(
      ConnectorFacts facts, BiFunction<Rule, ConnectorFacts, List<Violation>> question) {
    return enforcer
        .now()
        .rules()
        .judge(
            facts,
            rule ->
                rule.id().equals(RequireValidCertificate.ID)
                    ? question.apply(rule, facts)
                    : List.of());
  }
}
