package io.portcullis.broker;

import io.portcullis.rule.ConnectorFacts;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import javax.management.openmbean.TabularData;
import org.apache.activemq.broker.BrokerService;

/**
 * What JMX shows of the connectors of a broker. They are looked at when somebody asks, and not
 * again for a minute: a look takes three handshakes for each, and monitors ask often.
 */
public final class ConnectorTables {

  private static final Duration REMEMBERED = Duration.ofMinutes(1);

  private final BrokerService service;
  private final TlsBinding binding;
  private final Clock clock;
  private Instant looked = Instant.MIN;
  private List<ConnectorFacts> connectors = List.of();

  /** Shows the connectors of {@code service}, which {@code binding} binds. */
  ConnectorTables(BrokerService service, TlsBinding binding, Clock clock) {
    this.service = service;
    this.binding = binding;
    this.clock = clock;
  }

  TabularData connectors() {
    return ConnectorsTable.of(facts(), binding);
  }

  TabularData certificates() {
    return CertificatesTable.of(facts());
  }

  private synchronized List<ConnectorFacts> facts() {
    Instant now = clock.instant();
    if (now.isAfter(looked.plus(REMEMBERED))) {
      looked = now;
      connectors =
          service.getTransportConnectors().stream()
              .map(connector -> BrokerInspector.connector(service, connector))
              .toList();
    }
    return connectors;
  }
}
