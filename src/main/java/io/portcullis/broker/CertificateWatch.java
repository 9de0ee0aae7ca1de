package io.portcullis.broker;

import io.portcullis.enforce.Enforcer;
import io.portcullis.enforce.HourlyWatch;
import io.portcullis.enforce.Moment;
import io.portcullis.enforce.OnceADay;
import io.portcullis.enforce.Subject;
import io.portcullis.rule.ConnectorFacts;
import io.portcullis.rule.RequireValidCertificate;
import io.portcullis.rule.Rule;
import io.portcullis.rule.Violation;
import io.portcullis.rule.ViolationKey;
import java.time.Clock;
import java.time.Instant;
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
  private final Clock clock;
  private final OnceADay foreseen = new OnceADay();
  private Set<ViolationKey> said = Set.of();

  /** Watches the connectors of {@code service}. */
  public CertificateWatch(BrokerService service, Enforcer enforcer, Clock clock) {
    this.service = service;
    this.enforcer = enforcer;
    this.clock = clock;
  }

  @Override
  public synchronized void begin() {
    Set<ViolationKey> present = new HashSet<>();
    for (TransportConnector connector : service.getTransportConnectors()) {
      ConnectorFacts facts = BrokerInspector.connector(service, connector);
      ask(facts, Rule::judge).forEach(violation -> present.add(violation.key()));
      foreseen.said(ask(facts, Rule::foresee), clock.instant());
    }
    said = present;
  }

  @Override
  public synchronized void look() {
    Instant now = clock.instant();
    Set<ViolationKey> present = new HashSet<>();
    for (TransportConnector connector : service.getTransportConnectors()) {
      ConnectorFacts facts = BrokerInspector.connector(service, connector);
      List<Violation> fresh = new ArrayList<>(ask(facts, Rule::judge));
      fresh.forEach(violation -> present.add(violation.key()));
      fresh.removeIf(violation -> said.contains(violation.key()));
      List<Violation> ending = foreseen.due(ask(facts, Rule::foresee), now);
      fresh.addAll(ending);
      enforcer.report(Moment.START, new Subject(facts.name(), "", "", "", "", ""), fresh);
      foreseen.said(ending, now);
    }
    said = present;
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
