package io.portcullis.broker.jmx;

import io.portcullis.broker.connector.BrokerInspector;
import io.portcullis.broker.transport.TlsBinding;
import io.portcullis.rule.ConnectorFacts;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import javax.management.openmbean.TabularData;
import org.apache.activemq.broker.BrokerService;

/**
 * The tables in JMX of a broker's connectors. They are cached, because each connector takes three
 * handshakes.
 */
final class ConnectorTables {

  private static final Duration TIMEOUT = Duration.ofSeconds(30);

  private final TlsBinding binding;
  private final CachedLookup<List<ConnectorFacts>> connectors;

  /** Shows the connectors of {@code service}, which {@code binding} binds. */
  ConnectorTables(BrokerService service, TlsBinding binding, Clock clock) {
    this.binding = binding;
    this.connectors =
        new CachedLookup<>(
            "Connectors",
            () ->
                service.getTransportConnectors().stream()
                    .map(connector -> BrokerInspector.connector(service, connector))
                    .toList(),
            clock,
            TIMEOUT);
  }

  TabularData connectors() {
    return ConnectorsTable.of(connectors.get(), binding);
  }

  TabularData certificates() {
    return CertificatesTable.of(connectors.get());
  }

  void forget() {
    connectors.forget();
  }
}
