package io.portcullis.report;

import io.portcullis.broker.start.ShownConnector;
import java.net.InetAddress;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Prints the connectors, each with the TLS versions and cipher suites that it would use. */
final class HtmlConnectors {

  private final List<ShownConnector> connectors;

  HtmlConnectors(List<ShownConnector> connectors) {
    this.connectors = connectors;
  }

  void appendTo(StringBuilder page) {
    page.append("<section id=\"connectors\">\n<h2>Connectors</h2>\n");
    if (connectors.isEmpty()) {
      page.append("<p class=\"soft\">It has none that listens.</p>\n</section>\n");
      return;
    }
    page.append(
        """
        <table class="stack">
        <thead><tr><th scope="col">Name</th><th scope="col">Location</th><th scope="col">Listens on</th><th scope="col">TLS</th><th scope="col">Client certificate</th></tr></thead>
        <tbody>
        """);
    connectors.forEach(connector -> append(connector, page));
    page.append("</tbody>\n</table>\n");
    appendSuites(page);
    page.append("</section>\n");
  }

  private static void append(ShownConnector connector, StringBuilder page) {
    page.append(
        """
        <tr><th scope="row">%s</th><td class="location" data-label="Location"><code>%s</code></td><td class="address" data-label="Listens on">%s</td><td data-label="TLS">%s</td><td data-label="Client certificate">%s</td></tr>
        """
            .formatted(
                Html.text(connector.facts().name()),
                Html.text(connector.facts().location()),
                Html.text(addresses(connector)),
                tls(connector),
                connector.demandsCertificate() ? "demanded" : "not demanded"));
  }

  private static String addresses(ShownConnector connector) {
    return connector.facts().addresses().isEmpty()
        ? "cannot be resolved"
        : connector.facts().addresses().stream()
            .map(InetAddress::getHostAddress)
            .collect(Collectors.joining(", "));
  }

  private static String tls(ShownConnector connector) {
    if (connector.facts().tls().isEmpty()) {
      return "<b class=\"refused\">none</b>";
    }
    return connector.protocols().isEmpty()
        ? "as Java has it"
        : Html.text(String.join(", ", connector.protocols()));
  }

  private void appendSuites(StringBuilder page) {
    Map<List<String>, List<String>> named =
        connectors.stream()
            .filter(connector -> !connector.cipherSuites().isEmpty())
            .collect(
                Collectors.groupingBy(
                    ShownConnector::cipherSuites,
                    LinkedHashMap::new,
                    Collectors.mapping(
                        connector -> connector.facts().name(), Collectors.toList())));
    if (named.isEmpty()) {
      return;
    }
    page.append("<dl class=\"suites\">\n");
    named.forEach(
        (suites, names) ->
            page.append(
                "<dt>Cipher suites of %s</dt><dd>%s</dd>\n"
                    .formatted(
                        Html.text(String.join(", ", names)),
                        Html.text(String.join(", ", suites)))));
    page.append("</dl>\n");
  }
}
