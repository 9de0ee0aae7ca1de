package io.portcullis.broker;

import io.portcullis.enforce.Enforcer;
import io.portcullis.enforce.Moment;
import io.portcullis.enforce.Subject;
import io.portcullis.rule.ConnectorFacts;
import io.portcullis.rule.RequireValidCertificate;
import io.portcullis.rule.Rule;
import io.portcullis.rule.Rules;
import io.portcullis.rule.Violation;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.BiFunction;
import org.apache.activemq.broker.BrokerService;
import org.apache.activemq.broker.TransportConnector;

/**
 * Looks at the certificates of all connectors again as time passes, every hour in one thread. What
 * is wrong by now, or will be before long, is reported once, and what will be, each day; nothing is
 * refused: whoever is connected does not see an end of the certificate, and whoever connects does.
 */
public final class CertificateWatch {

  private final BrokerService service;
  private final Rules rules;
  private final Enforcer enforcer;
  private final ScheduledExecutorService looking =
      Executors.newSingleThreadScheduledExecutor(
          task -> {
            Thread thread = new Thread(task, "Portcullis certificates");
            thread.setDaemon(true);
            return thread;
          });
  private Set<Violation> said = Set.of();

  /** Watches the connectors of {@code service}. */
  public CertificateWatch(BrokerService service, Rules rules, Enforcer enforcer) {
    this.service = service;
    this.rules = rules;
    this.enforcer = enforcer;
  }

  /** Begins to look; what is wrong now was said when the broker was judged. */
  public void start() {
    begin();
    ScheduledFuture<?> unused = looking.scheduleWithFixedDelay(this::look, 0, 1, TimeUnit.HOURS);
  }

  /** Ends it. */
  public void stop() {
    looking.shutdownNow();
  }

  synchronized void begin() {
    Set<Violation> present = new HashSet<>();
    for (TransportConnector connector : service.getTransportConnectors()) {
      present.addAll(found(BrokerInspector.connector(service, connector)));
    }
    said = present;
  }

  synchronized void look() {
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
    return rules.judge(
        facts,
        rule ->
            rule.id().equals(RequireValidCertificate.ID) ? question.apply(rule, facts) : List.of());
  }
}
