package io.portcullis.harden;

import io.portcullis.harden.Draft.Spot;
import io.portcullis.harden.text.XmlNode;
import io.portcullis.harden.text.XmlText;
import io.portcullis.rule.Violation;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/** Puts the gate last into {@code <plugins>}, and makes {@code <plugins>} where there is none. */
final class PlaceGate implements Fix {

  private static final String TYPE = "io.portcullis.PortcullisPlugin";
  private static final String BEAN =
      "<bean xmlns=\"%s\" id=\"portcullis\" class=\"%s\"/>".formatted(Draft.BEANS, TYPE);
  private static final String NAMESPACE = "http://portcullis.io/schema/1";

  @Override
  public boolean apply(Work work, Violation violation) throws IOException {
    Draft draft = work.draft();
    Optional<Spot> broker = draft.first(Draft.broker("broker"));
    if (broker.isEmpty() || broker.get().node().attribute("plugins").isPresent()) {
      work.decide(violation.rule(), "%s: %s".formatted(violation.where(), violation.remedy()));
      return false;
    }
    Optional<Spot> gate = draft.first(PlaceGate::isGate);
    if (gate.isPresent()) {
      return moveLast(draft, gate.get(), violation.rule());
    }
    Optional<XmlNode> plugins = broker.get().node().child("plugins");
    if (plugins.isPresent()) {
      return draft.edit(
          new Spot(broker.get().file(), plugins.get()),
          violation.rule(),
          (xml, node) -> xml.last(node, BEAN));
    }
    return draft.edit(
        broker.get(), violation.rule(), (xml, node) -> xml.first(node, inPlugins(node.prefix())));
  }

  private static String inPlugins(String prefix) {
    return "<%splugins>\n  %s\n</%1$splugins>".formatted(prefix, BEAN);
  }

  /** Matches the gate's bean and its element. */
  static boolean isGate(XmlNode node) {
    boolean element = node.localName().equals("portcullis") && node.namespace().equals(NAMESPACE);
    return element || Draft.bean(TYPE).test(node);
  }

  private static boolean moveLast(Draft draft, Spot gate, String rule) throws IOException {
    List<XmlNode> siblings = gate.node().parent().map(XmlNode::children).orElse(List.of());
    if (siblings.isEmpty() || siblings.get(siblings.size() - 1) == gate.node()) {
      return false;
    }
    String text = draft.text(gate.file()).text().substring(gate.node().from(), gate.node().to());
    draft.edit(gate, rule, XmlText::without);
    Spot plugins = draft.first(Draft.broker("plugins")).orElseThrow();
    return draft.edit(plugins, rule, (xml, node) -> xml.last(node, text));
  }
}
