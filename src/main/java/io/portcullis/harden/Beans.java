package io.portcullis.harden;

import io.portcullis.harden.Draft.Spot;
import io.portcullis.harden.text.XmlNode;
import io.portcullis.harden.text.XmlText;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Reads and changes the properties of Spring's beans, in the forms that Spring accepts. */
final class Beans {

  private static final String JETTY = "org.eclipse.jetty.";
  private static final String VALUE = "value";

  private Beans() {}

  /** Matches a bean of Jetty whose class ends with a name, such as {@code .Server}. */
  static Predicate<XmlNode> jetty(String end) {
    return node ->
        node.localName().equals("bean")
            && node.attribute("class")
                .map(String::strip)
                .filter(type -> type.startsWith(JETTY) && type.endsWith(end))
                .isPresent();
  }

  /** Returns the element of a property; empty if the bean has none, or has it as an attribute. */
  static Optional<XmlNode> property(XmlNode bean, String name) {
    return bean.children().stream()
        .filter(child -> child.localName().equals("property"))
        .filter(child -> child.attribute("name").filter(name::equals).isPresent())
        .findFirst();
  }

  /** Tells whether a bean sets a property in any form. */
  static boolean has(XmlNode bean, String name) {
    return property(bean, name).isPresent()
        || bean.attribute("p:" + name).isPresent()
        || bean.attribute("p:" + name + "-ref").isPresent();
  }

  /** Returns the arguments of the constructor. */
  static List<XmlNode> arguments(XmlNode bean) {
    return bean.children().stream()
        .filter(child -> child.localName().equals("constructor-arg"))
        .toList();
  }

  /** Returns the texts of a property. One text with commas is one text. */
  static List<String> texts(Draft draft, Spot bean, String name) throws IOException {
    Optional<String> attribute = bean.node().attribute("p:" + name);
    if (attribute.isPresent()) {
      return List.of(attribute.get());
    }
    XmlText xml = draft.xml(bean.file());
    return property(bean.node(), name).stream()
        .flatMap(
            element ->
                Stream.concat(
                    element.attribute(VALUE).stream(),
                    element
                        .all()
                        .filter(node -> node.localName().equals(VALUE))
                        .map(node -> xml.content(node).strip())))
        .toList();
  }

  /** Returns the text of a property; empty if it has none, or several. */
  static Optional<String> text(Draft draft, Spot bean, String name) throws IOException {
    List<String> texts = texts(draft, bean, name);
    return texts.size() == 1 ? Optional.of(texts.get(0)) : Optional.empty();
  }

  /** Returns the items of a property: its texts, divided at commas. */
  static Set<String> items(Draft draft, Spot bean, String name) throws IOException {
    return texts(draft, bean, name).stream()
        .flatMap(text -> Stream.of(text.split(",")))
        .map(String::strip)
        .filter(item -> !item.isEmpty())
        .collect(Collectors.toSet());
  }

  /** Returns the id of the bean that a property or an argument refers to. */
  static Optional<String> reference(XmlNode element) {
    return element
        .attribute("ref")
        .or(
            () ->
                element
                    .child("ref")
                    .flatMap(ref -> ref.attribute("bean").or(() -> ref.attribute("local"))));
  }

  /**
   * Returns the beans that an element consists of: those in it, those that it refers to by their
   * ids, and theirs. A server is no part of what belongs to it.
   */
  static List<Spot> behind(Draft draft, Spot element) throws IOException {
    List<Spot> found = new ArrayList<>();
    Set<String> followed = new HashSet<>();
    Deque<Spot> waiting = new ArrayDeque<>(List.of(element));
    while (!waiting.isEmpty()) {
      Spot spot = waiting.remove();
      List<XmlNode> nodes = spot.node().all().toList();
      nodes.stream()
          .filter(node -> node != element.node() && node.localName().equals("bean"))
          .forEach(node -> found.add(new Spot(spot.file(), node)));
      Set<String> ids =
          nodes.stream()
              .flatMap(node -> reference(node).stream())
              .filter(followed::add)
              .collect(Collectors.toSet());
      waiting.addAll(draft.all(node -> isNamed(node, ids) && !jetty(".Server").test(node)));
    }
    return found;
  }

  private static boolean isNamed(XmlNode node, Set<String> ids) {
    return node.localName().equals("bean")
        && node.attribute("id").or(() -> node.attribute("name")).filter(ids::contains).isPresent();
  }

  /** Sets a property to a text. */
  static boolean set(Draft draft, Spot bean, String rule, String name, String text)
      throws IOException {
    String attribute = "p:" + name;
    if (bean.node().attribute(attribute).isPresent()) {
      return draft.edit(bean, rule, (xml, node) -> xml.withAttribute(node, attribute, text));
    }
    Optional<XmlNode> element = property(bean.node(), name);
    if (element.isEmpty()) {
      return draft.edit(
          bean, rule, (xml, node) -> xml.last(node, property(node.prefix(), name, text)));
    }
    Spot place = new Spot(bean.file(), element.get());
    return draft.edit(
        place,
        rule,
        (xml, node) ->
            node.attribute(VALUE).isPresent()
                ? xml.withAttribute(node, VALUE, text)
                : xml.replaced(node, property(node.prefix(), name, text)));
  }

  /** Returns the element of a property with a text. */
  static String property(String prefix, String name, String text) {
    return "<%sproperty name=\"%s\" value=\"%s\"/>".formatted(prefix, name, XmlText.escaped(text));
  }
}
