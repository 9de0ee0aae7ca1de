package io.portcullis.broker;

import io.portcullis.rule.ConnectorFacts;
import java.util.List;
import javax.management.openmbean.CompositeDataSupport;
import javax.management.openmbean.CompositeType;
import javax.management.openmbean.OpenDataException;
import javax.management.openmbean.OpenType;
import javax.management.openmbean.SimpleType;
import javax.management.openmbean.TabularData;
import javax.management.openmbean.TabularDataSupport;
import javax.management.openmbean.TabularType;

/** Connectors as JMX shows them. */
final class ConnectorsTable {

  private static final String[] KEY = {"name"};
  private static final String[] COLUMNS = {
    "name", "location", "protocols", "cipherSuites", "demandsCertificate"
  };
  private static final OpenType<?>[] TYPES = {
    SimpleType.STRING, SimpleType.STRING, SimpleType.STRING, SimpleType.STRING, SimpleType.BOOLEAN
  };

  private ConnectorsTable() {}

  static TabularData of(List<ConnectorFacts> connectors, TlsBinding binding) {
    try {
      CompositeType row = new CompositeType("Connector", "a connector", COLUMNS, COLUMNS, TYPES);
      TabularDataSupport table =
          new TabularDataSupport(new TabularType("Connectors", "where it listens", row, KEY));
      for (ConnectorFacts connector : connectors) {
        CompositeDataSupport shown =
            new CompositeDataSupport(row, COLUMNS, values(connector, binding));
        table.remove(table.calculateIndex(shown));
        table.put(shown);
      }
      return table;
    } catch (OpenDataException e) {
      throw new IllegalStateException("the table's own columns", e);
    }
  }

  private static Object[] values(ConnectorFacts connector, TlsBinding binding) {
    return new Object[] {
      connector.name(),
      connector.location(),
      String.join(", ", binding.protocols(connector)),
      String.join(", ", binding.cipherSuites(connector)),
      connector.tls().map(tls -> tls.demandsCertificate()).orElse(false)
    };
  }
}
