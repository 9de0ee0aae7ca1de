package io.portcullis.harden;

import io.portcullis.harden.Draft.Spot;
import io.portcullis.harden.text.XmlNode;
import io.portcullis.rule.Violation;
import java.io.IOException;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** Changes the URI of the connector that a violation is about. */
final class Connectors {

  private static final String URI = "uri";

  private Connectors() {}

  /**
   * Changes the URI.
   *
   * @return whether it changed; false if the connector stands in another file or has placeholders
   *     in its scheme, which is left to the operator
   */
  static boolean change(Work work, Violation violation, UnaryOperator<String> change)
      throws IOException {
    Optional<Spot> spot =
        work.draft()
            .first(
                Draft.broker("transportConnector").and(node -> isNamed(node, violation.subject())));
    if (spot.isEmpty() || uri(spot.get()).startsWith("${")) {
      work.decide(violation.rule(), "%s: %s".formatted(violation.where(), violation.remedy()));
      return false;
    }
    String uri = uri(spot.get());
    String changed = change.apply(uri);
    return !changed.equals(uri)
        && work.draft()
            .edit(
                spot.get(), violation.rule(), (xml, node) -> xml.withAttribute(node, URI, changed));
  }

  private static boolean isNamed(XmlNode node, String id) {
    return node.attribute("name").or(() -> node.attribute(URI)).filter(id::equals).isPresent();
  }

  private static String uri(Spot spot) {
    return spot.node().attribute(URI).orElse("${");
  }
}
