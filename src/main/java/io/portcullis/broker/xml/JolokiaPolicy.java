package io.portcullis.broker.xml;

import io.portcullis.rule.ManagementFacts.AgentPolicy;
import io.portcullis.rule.ManagementFacts.Beans;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

/** Reads the policy of a Jolokia agent. */
public final class JolokiaPolicy {

  private JolokiaPolicy() {}

  /** Returns that of an agent that has none. Jolokia then allows everything. */
  public static AgentPolicy none(String webXml, Element servlet) {
    return new AgentPolicy(
        webXml, LocatedXml.line(servlet), false, Set.of(), Set.of(), List.of(), List.of());
  }

  /** Reads a policy as Jolokia does, which finds its elements at any depth. */
  public static AgentPolicy read(String file, Document document) {
    return new AgentPolicy(
        file,
        line(document),
        true,
        words(document, "http", "method"),
        words(document, "commands", "command"),
        beans(document, "allow", "mbeans"),
        beans(document, "deny"));
  }

  /**
   * Returns the line of the first element in the root. The parser skips what is before the root.
   */
  private static int line(Document document) {
    return elements(document, "*").stream().skip(1).findFirst().map(LocatedXml::line).orElse(1);
  }

  private static Set<String> words(Document document, String section, String element) {
    Set<String> words = new TreeSet<>();
    for (Element part : elements(document, section)) {
      elements(part, element).forEach(each -> words.add(text(each).toLowerCase(Locale.ROOT)));
    }
    return words;
  }

  private static List<Beans> beans(Document document, String... sections) {
    return Stream.of(sections)
        .flatMap(name -> elements(document, name).stream())
        .flatMap(part -> elements(part, "mbean").stream())
        .map(
            bean ->
                new Beans(text(bean, "name"), texts(bean, "attribute"), texts(bean, "operation")))
        .toList();
  }

  private static List<String> texts(Element parent, String name) {
    return elements(parent, name).stream().map(JolokiaPolicy::text).toList();
  }

  /** Returns the text of the first element with a name below another; empty if there is none. */
  public static String text(Element parent, String name) {
    return texts(parent, name).stream().findFirst().orElse("");
  }

  private static String text(Element element) {
    return element.getTextContent().strip();
  }

  /** Returns all elements with a local name. */
  public static List<Element> elements(Document document, String name) {
    return list(document.getElementsByTagNameNS("*", name));
  }

  /** Returns all elements with a local name below another. */
  public static List<Element> elements(Element parent, String name) {
    return list(parent.getElementsByTagNameNS("*", name));
  }

  private static List<Element> list(NodeList nodes) {
    return IntStream.range(0, nodes.getLength()).mapToObj(i -> (Element) nodes.item(i)).toList();
  }
}
