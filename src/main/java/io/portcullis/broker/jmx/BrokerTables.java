package io.portcullis.broker.jmx;

import io.portcullis.broker.rights.AuthorizationMapView;
import io.portcullis.broker.rights.GroupRights;
import io.portcullis.broker.rights.RightsMatrix;
import io.portcullis.broker.transport.TlsBinding;
import io.portcullis.enforce.Finding;
import io.portcullis.enforce.Verdicts;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.function.Supplier;
import javax.management.openmbean.TabularData;
import org.apache.activemq.broker.BrokerService;

/**
 * The tables in JMX of the rules' states and violations now, and of who has which rights. A
 * directory has twice five seconds. After that, the table says that the directory does not answer.
 */
public final class BrokerTables {

  private static final Duration TIMEOUT = Duration.ofSeconds(15);

  private static final Table<Finding> VIOLATIONS =
      Table.<Finding>named("Violations", "Violation")
          .key("rule", finding -> finding.violation().rule())
          .key("disposition", finding -> finding.disposition().word())
          .key("code", finding -> finding.violation().code())
          .key("kind", finding -> finding.violation().about().kind().word())
          .key("subject", finding -> finding.violation().subject())
          .key("fingerprint", finding -> finding.violation().key().fingerprint())
          .text("where", finding -> finding.violation().where())
          .text("found", finding -> finding.violation().found())
          .text("remedy", finding -> finding.violation().remedy());

  private static final Table<GroupRights> ACCESSES =
      Table.<GroupRights>named("Accesses", "Access")
          .key("destinations", GroupRights::destinations)
          .key("group", GroupRights::group)
          .flag("read", GroupRights::read)
          .flag("write", GroupRights::write)
          .flag("admin", GroupRights::admin);

  private final CachedLookup<Verdicts> verdicts;
  private final CachedLookup<List<GroupRights>> accesses;
  private final ConnectorTables connectors;

  /**
   * @param judge judges the broker in its current state
   * @param rights the broker's authorization map
   * @param binding what binds its connectors
   */
  public BrokerTables(
      BrokerService service,
      Supplier<Verdicts> judge,
      AuthorizationMapView rights,
      TlsBinding binding,
      Clock clock) {
    this.verdicts = new CachedLookup<>("Violations and rules", judge, clock, TIMEOUT);
    this.accesses = new CachedLookup<>("Accesses", () -> RightsMatrix.of(rights), clock, TIMEOUT);
    this.connectors = new ConnectorTables(service, binding, clock);
  }

  TabularData violations() {
    return VIOLATIONS.of(verdicts.get().findings());
  }

  TabularData rules() {
    return RulesTable.states(verdicts.get().rules());
  }

  TabularData accesses() {
    return ACCESSES.of(accesses.get());
  }

  TabularData connectors() {
    return connectors.connectors();
  }

  TabularData certificates() {
    return connectors.certificates();
  }

  /** Makes the next call look everything up again. */
  public void forget() {
    verdicts.forget();
    accesses.forget();
    connectors.forget();
  }
}
