package io.portcullis.broker.configuration;

import io.portcullis.broker.xml.KnownElements;
import io.portcullis.broker.xml.LocatedXml;
import io.portcullis.broker.xml.PropertyAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.w3c.dom.Attr;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NamedNodeMap;

/**
 * Copies the definitions of beans beside a broker, such as a web server. The copies are only
 * inspected. No bean is created from them.
 */
final class SiblingBeans {

  private static final Map<String, Set<String>> ATTRIBUTES =
      Map.ofEntries(
          Map.entry(
              "bean",
              Set.of(
                  "id",
                  "name",
                  "class",
                  "abstract",
                  "init-method",
                  "factory-method",
                  "factory-bean")),
          Map.entry("property", Set.of("name", "value", "ref")),
          Map.entry("constructor-arg", Set.of("value", "ref", "index", "type", "name")),
          Map.entry("list", Set.of()),
          Map.entry("set", Set.of()),
          Map.entry("array", Set.of()),
          Map.entry("map", Set.of()),
          Map.entry("entry", Set.of("key", "value", "key-ref", "value-ref")),
          Map.entry("key", Set.of()),
          Map.entry("value", Set.of()),
          Map.entry("null", Set.of()),
          Map.entry("ref", Set.of("bean")),
          Map.entry("idref", Set.of("bean")),
          Map.entry("props", Set.of()),
          Map.entry("prop", Set.of("key")));

  private static final Set<String> LITERAL = Set.of("id", "name", "ref", "bean", "index");

  private final Document out;
  private final UntrustedTexts texts;

  SiblingBeans(Document out, UntrustedTexts texts) {
    this.out = out;
    this.texts = texts;
  }

  /** Copies a bean or a part of one; empty if it is not Spring's own. */
  Optional<Element> copy(Element source) {
    Set<String> known = ATTRIBUTES.get(source.getLocalName());
    if (known == null || !KnownElements.isSprings(source)) {
      return Optional.empty();
    }
    Element copy = out.createElementNS(LocatedXml.BEANS, source.getLocalName());
    NamedNodeMap attributes = source.getAttributes();
    for (int i = 0; i < attributes.getLength(); i++) {
      Attr attribute = (Attr) attributes.item(i);
      String name = attribute.getLocalName();
      if (attribute.getNamespaceURI() == null && known.contains(name)) {
        copy.setAttribute(
            name,
            LITERAL.contains(name) ? attribute.getValue() : texts.shown(attribute.getValue()));
      }
    }
    boolean empty = true;
    List<Element> parts = new ArrayList<>(PropertyAttributes.elements(source));
    parts.addAll(KnownElements.in(source));
    for (Element inner : parts) {
      Optional<Element> part = copy(inner);
      part.ifPresent(copy::appendChild);
      empty &= part.isEmpty();
    }
    if (empty) {
      copy.setTextContent(texts.shown(KnownElements.text(source)));
    }
    return Optional.of(copy);
  }
}
