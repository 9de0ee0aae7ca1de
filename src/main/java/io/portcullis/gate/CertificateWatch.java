package io.portcullis.gate;

import io.portcullis.broker.connector.BrokerInspector;
import io.portcullis.enforce.Enforcer;
import io.portcullis.enforce.IndependentSteps;
import io.portcullis.enforce.Moment;
import io.portcullis.enforce.Subject;
import io.portcullis.rule.ConnectorFacts;
import io.portcullis.rule.Rule;
import io.portcullis.rule.RuleIds;
import io.portcullis.rule.Violation;
import io.portcullis.rule.ViolationKey;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.WeakHashMap;
import java.util.function.BiFunction;
import java.util.stream.Collectors;
import org.apache.activemq.broker.BrokerService;
import org.apache.activemq.broker.TransportConnector;

/**
 * Judges the certificates of all connectors again as time passes, and only reports. It reports once
 * what has expired or is about to. It reports each day what is about to expire. Existing
 * connections do not see that a certificate has ended; new ones do.
 */
final class CertificateWatch implements HourlyWatch.Look {

  private final BrokerService service;
  private final Enforcer enforcer;
  private final Clock clock;
  private final OnceADay foreseen = new OnceADay();
  private final Map<TransportConnector, Set<ViolationKey>> said = new WeakHashMap<>();

  /** Watches the connectors of {@code service}. */
  public CertificateWatch(BrokerService service, Enforcer enforcer, Clock clock) {
    this.service = service;
    this.enforcer = enforcer;
    this.clock = clock;
  }

  @Override
  public synchronized void begin() {
    IndependentSteps.each(
        service.getTransportConnectors(),
        connector -> {
          ConnectorFacts facts = BrokerInspector.connector(service, connector);
          said.put(connector, keys(ask(facts, Rule::judge)));
          foreseen.said(ask(facts, Rule::foresee), clock.instant());
        });
  }

  /** Reports what each connector's look finds, even if the look at another one fails. */
  @Override
  public synchronized void look() {
    IndependentSteps.each(service.getTransportConnectors(), this::look);
  }

  private void look(TransportConnector connector) {
    ConnectorFacts facts = BrokerInspector.connector(service, connector);
    Instant now = clock.instant();
    List<Violation> present = ask(facts, Rule::judge);
    List<Violation> ending = foreseen.due(ask(facts, Rule::foresee), now);
    List<Violation> fresh = new ArrayList<>(present);
    fresh.removeIf(violation -> said.getOrDefault(connector, Set.of()).contains(violation.key()));
    fresh.addAll(ending);
    enforcer.report(Moment.START, new Subject(facts.name(), "", "", "", "", ""), fresh);
    said.put(connector, keys(present));
    foreseen.said(ending, now);
  }

  private static Set<ViolationKey> keys(List<Violation> violations) {
    return violations.stream().map(Violation::key).collect(Collectors.toUnmodifiableSet());
  }

  private List<Violation> ask(
      ConnectorFacts facts, BiFunction<Rule, ConnectorFacts, List<Violation>> question) {
    return enforcer
        .now()
        .rules()
        .judge(
            facts,
            rule ->
                rule.id().equals(RuleIds.REQUIRE_VALID_CERTIFICATE)
                    ? question.apply(rule, facts)
                    : List.of());
  }
}
