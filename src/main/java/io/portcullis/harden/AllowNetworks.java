package io.portcullis.harden;

import io.portcullis.harden.Draft.Spot;
import io.portcullis.harden.text.XmlNode;
import io.portcullis.harden.text.XmlText;
import java.io.IOException;
import java.util.Optional;
import java.util.Set;

/** Sets the networks of the clients, or leaves that to the operator. */
final class AllowNetworks implements Step {

  private static final String RULE = "refuse-outside-client";
  private static final String PROPERTY = "allowedNetworks";

  /** The attributes that set it, in both of Spring's spellings. */
  private static final Set<String> PROPERTIES =
      Set.of(PROPERTY, "p:" + PROPERTY, "p:allowed-networks");

  @Override
  public boolean apply(Work work) throws IOException {
    Optional<Spot> gate = work.draft().first(PlaceGate::isGate);
    if (gate.isEmpty() || isSet(gate.get().node())) {
      return false;
    }
    if (work.options().networks().isEmpty()) {
      work.decide(
          RULE,
          "which networks clients come from: run harden with --networks, or set Portcullis' property"
              + " allowedNetworks, such as 10.0.0.0/8; until then private networks and loopback are"
              + " allowed");
      return false;
    }
    String networks = String.join(",", work.options().networks());
    return work.draft()
        .edit(
            gate.get(),
            RULE,
            (xml, node) ->
                node.localName().equals("bean")
                    ? xml.last(
                        node,
                        "<property name=\"%s\" value=\"%s\"/>"
                            .formatted(PROPERTY, XmlText.escaped(networks)))
                    : xml.withAttribute(node, PROPERTY, networks));
  }

  private static boolean isSet(XmlNode gate) {
    return gate.attributes().stream().anyMatch(PROPERTIES::contains)
        || gate.children().stream()
            .anyMatch(
                child ->
                    child.localName().equals(PROPERTY)
                        || child.attribute("name").filter(PROPERTY::equals).isPresent());
  }
}
