package io.portcullis.broker;

import io.portcullis.enforce.Enforcer;
import io.portcullis.enforce.HourlyWatch;
import io.portcullis.enforce.Moment;
import io.portcullis.enforce.Subject;
import io.portcullis.rule.ConnectorFacts;
import io.portcullis.rule.RequireValidCertificate;
import io.portcullis.rule.Rule;
import io.portcullis.rule.Violation;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
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
  private Set<Violation> said = Set.of();

  /** Watches the connectors of {@code service}. */
  public CertificateWatch(BrokerService service, Enforcer enforcer) {
    this.service = service;
    this.enforcer = enforcer;
  }

  @Override
  public synchronized void begin() {
    Set<Violation> present = new HashSet<>();
    for (TransportConnector connector : service.getTransportConnectors()) {
      present.addAll(found(BrokerInspector.connector(service, connector)));
    }
    said = present;
  }

  @Override
  public synchronized void look() {
    Set<Violation> found = new HashSet<>();
    for (TransportConnector connector : service.getTransportConnectors()) {
      ConnectorFacts facts = BrokerInspector.connector(service, connector);
      List<Violation> present = found(facts);
      found.addAll(present);
      present.removeAll(said);
      enforcer.report(Moment.START, new Subject(facts.name(), "", "", "", "", ""), present);
    }
    said = found;
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
