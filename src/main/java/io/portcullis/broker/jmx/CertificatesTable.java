package io.portcullis.broker.jmx;

import io.portcullis.rule.CertificateFacts;
import io.portcullis.rule.ConnectorFacts;
import java.util.List;
import javax.management.openmbean.TabularData;

/** The table of the connectors' certificates in JMX. */
final class CertificatesTable {

  /** A row: a certificate and the connector that shows it. */
  private record Shown(String connector, CertificateFacts certificate) {}

  private static final Table<Shown> TABLE =
      Table.<Shown>named("Certificates", "Certificate")
          .key("connector", Shown::connector)
          .key("subject", shown -> shown.certificate.subject())
          .key("serial", shown -> shown.certificate.serial())
          .key("key", shown -> shown.certificate.key())
          .text("names", shown -> String.join(", ", shown.certificate.names()))
          .text("from", shown -> shown.certificate.from().toString())
          .text("until", shown -> shown.certificate.until().toString())
          .number("untilSeconds", shown -> shown.certificate.until().getEpochSecond())
          .text("signature", shown -> shown.certificate.signature());

  private CertificatesTable() {}

  static TabularData of(List<ConnectorFacts> connectors) {
    return TABLE.of(
        connectors.stream()
            .flatMap(
                connector ->
                    connector.certificates().stream()
                        .map(certificate -> new Shown(connector.name(), certificate)))
            .toList());
  }
}
