package io.portcullis.broker.jmx;

import io.portcullis.broker.transport.TlsBinding;
import io.portcullis.rule.ConnectorFacts;
import io.portcullis.rule.TlsFacts;
import java.util.List;
import javax.management.openmbean.TabularData;

/** The table of connectors in JMX. */
final class ConnectorsTable {

  private ConnectorsTable() {}

  static TabularData of(List<ConnectorFacts> connectors, TlsBinding binding) {
    return Table.<ConnectorFacts>named("Connectors", "Connector")
        .key("name", ConnectorFacts::name)
        .text("location", ConnectorFacts::location)
        .text("protocols", connector -> String.join(", ", binding.protocols(connector)))
        .text("cipherSuites", connector -> String.join(", ", binding.cipherSuites(connector)))
        .flag(
            "demandsCertificate",
            connector -> connector.tls().map(TlsFacts::demandsCertificate).orElse(false))
        .of(connectors);
  }
}
