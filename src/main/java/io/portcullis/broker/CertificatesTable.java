package io.portcullis.broker;

import io.portcullis.rule.CertificateFacts;
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

/** The certificates of connectors as JMX shows them. */
final class CertificatesTable {

  private static final String[] KEY = {"connector", "subject", "serial", "key"};
  private static final String[] COLUMNS = {
    "connector", "subject", "serial", "key", "names", "from", "until", "signature"
  };
  private static final OpenType<?>[] TYPES = {
    SimpleType.STRING,
    SimpleType.STRING,
    SimpleType.STRING,
    SimpleType.STRING,
    SimpleType.STRING,
    SimpleType.STRING,
    SimpleType.STRING,
    SimpleType.STRING
  };

  private CertificatesTable() {}

  static TabularData of(List<ConnectorFacts> connectors) {
    try {
      CompositeType row =
          new CompositeType("Certificate", "a certificate", COLUMNS, COLUMNS, TYPES);
      TabularDataSupport table =
          new TabularDataSupport(new TabularType("Certificates", "what is shown", row, KEY));
      for (ConnectorFacts connector : connectors) {
        for (CertificateFacts certificate : connector.certificates()) {
          CompositeDataSupport shown =
              new CompositeDataSupport(row, COLUMNS, values(connector, certificate));
          table.remove(table.calculateIndex(shown));
          table.put(shown);
        }
      }
      return table;
    } catch (OpenDataException e) {
      throw new IllegalStateException("the table's own columns", e);
    }
  }

  private static Object[] values(ConnectorFacts connector, CertificateFacts certificate) {
    return new Object[] {
      connector.name(),
      certificate.subject(),
      certificate.serial(),
      certificate.key(),
      String.join(", ", certificate.names()),
      certificate.from().toString(),
      certificate.until().toString(),
      certificate.signature()
    };
  }
}
