package io.portcullis.harden;

import io.portcullis.harden.Draft.Spot;
import io.portcullis.harden.text.XmlNode;
import io.portcullis.harden.text.XmlText;
import io.portcullis.rule.Violation;
import java.io.IOException;
import java.util.Optional;

/**
 * Puts {@code SameOrigin} around the handler of each of Jetty's servers. The lines of the handler
 * stay as they are, between two new ones.
 */
final class GuardOrigin implements Fix {

  private static final String TYPE = "io.portcullis.SameOrigin";
  private static final String HANDLER = "handler";
  private static final String OPEN =
      "<%1$sbean class=\"" + TYPE + "\" factory-method=\"before\"><%1$sconstructor-arg>";
  private static final String CLOSE = "</%1$sconstructor-arg></%1$sbean>";
  private static final String REFERRING =
      """
      <%1$sproperty name="handler">
        <%1$sbean class="io.portcullis.SameOrigin" factory-method="before">
          <%1$sconstructor-arg ref="%2$s"/>
        </%1$sbean>
      </%1$sproperty>""";

  @Override
  public boolean apply(Work work, Violation violation) throws IOException {
    boolean changed = false;
    if (!work.waives(violation.code())) {
      Optional<Spot> next = next(work.draft());
      while (next.isPresent()) {
        changed |= guard(work.draft(), next.get(), violation.rule());
        next = next(work.draft());
      }
    }
    if (!changed) {
      work.decide(violation.rule(), "%s: %s".formatted(violation.where(), violation.remedy()));
    }
    return changed;
  }

  /** Returns the handler of the next server that has no guard, as the element of the property. */
  private static Optional<Spot> next(Draft draft) throws IOException {
    for (Spot server : draft.all(Beans.jetty(".Server"))) {
      Optional<XmlNode> handler = Beans.property(server.node(), HANDLER);
      if (handler.isPresent() && isOpen(draft, new Spot(server.file(), handler.get()))) {
        return handler.map(node -> new Spot(server.file(), node));
      }
    }
    return Optional.empty();
  }

  private static boolean isOpen(Draft draft, Spot handler) throws IOException {
    XmlNode node = handler.node();
    boolean known = node.children().size() == 1 || node.has("ref");
    return known
        && Beans.behind(draft, handler).stream()
            .noneMatch(bean -> bean.node().attribute("class").filter(TYPE::equals).isPresent());
  }

  private static boolean guard(Draft draft, Spot handler, String rule) throws IOException {
    Optional<String> reference = handler.node().attribute("ref");
    if (reference.isPresent()) {
      String lines = REFERRING.formatted(handler.node().prefix(), XmlText.escaped(reference.get()));
      return draft.edit(handler, rule, (xml, node) -> xml.replaced(node, lines));
    }
    XmlNode inner = handler.node().children().get(0);
    return draft.edit(
        new Spot(handler.file(), inner),
        rule,
        (xml, node) -> around(xml, node, handler.node().prefix()));
  }

  private static String around(XmlText xml, XmlNode node, String prefix) {
    String before = xml.before(node, OPEN.formatted(prefix));
    String after = xml.after(node, CLOSE.formatted(prefix));
    int same = before.length() - xml.text().length() + node.from();
    return before.substring(0, same) + after.substring(node.from());
  }
}
