package io.portcullis.broker.xml;

import io.portcullis.broker.xml.FileFault.Weight;
import io.portcullis.policy.SimilarName;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.TreeSet;
import javax.xml.XMLConstants;
import org.w3c.dom.Attr;
import org.w3c.dom.Element;
import org.w3c.dom.NamedNodeMap;

/**
 * Finds names of elements, attributes, properties and classes that nobody knows. It finds all of
 * them at once, and corrects those whose meaning is clear.
 */
final class WrongNames {

  private static final String JUDGED = "%s The rest is judged as if it said so";

  private final Path file;
  private final FileFaults faults;
  private final WrongSpringNames springs;

  WrongNames(Path file, FileFaults faults) {
    this.file = file;
    this.faults = faults;
    this.springs = new WrongSpringNames(file, faults);
  }

  /** Checks the elements of a file. */
  void check(Element root) {
    Element known = springs.inItsNamespace(root);
    if (KnownElements.isSprings(known, "beans")) {
      beans(known);
    } else if (KnownElements.isMapped(known)) {
      bean(known);
    }
  }

  private void beans(Element beans) {
    for (Element inner : KnownElements.in(beans)) {
      Element element = springs.inItsNamespace(springs.ofSprings(beans, inner));
      if (KnownElements.isSprings(element, "beans")) {
        beans(element);
      } else if (KnownElements.isSprings(element, "bean") || KnownElements.isMapped(element)) {
        bean(element);
      }
    }
    springs.attributesOfSprings(beans);
  }

  private void bean(Element bean) {
    if (KnownElements.isSprings(bean)) {
      springs.attributesOfSprings(bean);
    }
    Optional<Class<?>> type = new WrongClasses(file, faults).type(bean);
    boolean isOfAnother =
        bean.hasAttribute("parent")
            || bean.hasAttribute("factory-method")
            || bean.hasAttribute("factory-bean");
    Optional<Class<?>> judged =
        KnownElements.isSprings(bean) && isOfAnother ? Optional.empty() : type;
    if (KnownElements.isMapped(bean) && judged.isPresent()) {
      attributes(bean, judged.get());
    }
    for (Element inner : KnownElements.in(bean)) {
      Element element = springs.ofSprings(bean, inner);
      if (KnownElements.isSprings(element, "property")) {
        springs.attributesOfSprings(element);
        springProperty(element, judged);
        values(element, Optional.empty());
      } else if (KnownElements.isMapped(bean) && KnownElements.isMapped(element)) {
        values(nested(bean, element, judged), judged);
      } else if (KnownElements.isSprings(element)) {
        springs.attributesOfSprings(element);
        values(element, Optional.empty());
      }
    }
  }

  /** Checks the attributes of one of ActiveMQ's elements: each is a property. */
  private void attributes(Element bean, Class<?> type) {
    for (Attr attribute : attributes(bean)) {
      String name = attribute.getLocalName();
      boolean known =
          attribute.getNamespaceURI() != null
              || name.equals("id")
              || BeanClasses.hasProperty(type, name);
      if (!known) {
        Optional<String> meant = new SimilarName(BeanClasses.properties(type)).to(name);
        faults.add(
            file,
            bean,
            name,
            Weight.START,
            XmlFaults.ATTRIBUTE_UNKNOWN,
            tag(bean),
            Shortened.of(name),
            remedy(meant.map("did you mean %s?"::formatted), "remove it"));
        rename(bean, name, meant);
      }
    }
  }

  static void rename(Element element, String name, Optional<String> meant) {
    String value = element.getAttribute(name);
    element.removeAttribute(name);
    meant
        .filter(right -> !element.hasAttribute(right))
        .ifPresent(right -> element.setAttributeNS(null, right, value));
  }

  private void springProperty(Element property, Optional<Class<?>> type) {
    String name = property.getAttribute("name");
    if (type.isEmpty() || !name.matches("\\w+") || BeanClasses.hasProperty(type.get(), name)) {
      return;
    }
    Optional<String> meant = new SimilarName(BeanClasses.properties(type.get())).to(name);
    faults.add(
        file,
        property,
        Weight.START,
        XmlFaults.PROPERTY_UNKNOWN,
        type.get().getSimpleName(),
        Shortened.of(name),
        remedy(meant.map("did you mean %s?"::formatted), "remove it"));
    meant.ifPresentOrElse(
        right -> property.setAttribute("name", right), () -> faults.exclude(file, property, ""));
  }

  /** Checks an element that has the name of a property, and returns it as it is meant. */
  private Element nested(Element bean, Element element, Optional<Class<?>> type) {
    String name = element.getLocalName();
    if (type.isEmpty() || BeanClasses.hasProperty(type.get(), name)) {
      return element;
    }
    Optional<String> place = place(element, type.get());
    Optional<String> meant =
        place.isPresent()
            ? Optional.empty()
            : new SimilarName(BeanClasses.properties(type.get())).to(name);
    faults.add(
        file,
        element,
        Weight.START,
        place.isPresent() ? XmlFaults.ELEMENT_MISPLACED : XmlFaults.ELEMENT_UNKNOWN,
        tag(bean),
        place
            .map("put it into <%s>"::formatted)
            .orElseGet(() -> remedy(meant.map("did you mean <%s>?"::formatted), "remove it")));
    if (meant.isEmpty()) {
      faults.exclude(file, element, "");
    }
    return meant.map(right -> renamed(element, element.getNamespaceURI(), right)).orElse(element);
  }

  /** Returns the property of a bean that a misplaced element belongs into: the narrowest. */
  private static Optional<String> place(Element element, Class<?> bean) {
    Optional<Class<?>> type = KnownElements.type(element).flatMap(BeanClasses::find);
    return type.flatMap(
        found ->
            BeanClasses.properties(bean).stream()
                .filter(name -> BeanClasses.partOf(bean, name).isAssignableFrom(found))
                .filter(name -> BeanClasses.partOf(bean, name) != Object.class)
                .reduce(
                    (a, b) ->
                        BeanClasses.partOf(bean, a).isAssignableFrom(BeanClasses.partOf(bean, b))
                            ? b
                            : a));
  }

  /** Checks what stands in a property: beans, and collections of them. */
  private void values(Element property, Optional<Class<?>> bean) {
    boolean isMap =
        bean.flatMap(type -> BeanClasses.typeOf(type, property.getLocalName()))
            .filter(type -> Map.class.isAssignableFrom(type) || type == Properties.class)
            .isPresent();
    for (Element inner : KnownElements.in(property)) {
      Element element = springs.ofSprings(property, inner);
      if (KnownElements.isSprings(element, "bean")) {
        bean(element);
      } else if (KnownElements.isMapped(element) && !isMap) {
        mapped(element);
      } else if (KnownElements.isSprings(element)) {
        springs.attributesOfSprings(element);
        values(element, Optional.empty());
      }
    }
  }

  private void mapped(Element element) {
    if (KnownElements.type(element).isPresent()) {
      bean(element);
      return;
    }
    if (element.getLocalName().equals("property")) {
      return;
    }
    Optional<String> meant =
        new SimilarName(new TreeSet<>(KnownElements.names(element.getNamespaceURI())))
            .to(element.getLocalName());
    faults.add(
        file,
        element,
        Weight.START,
        XmlFaults.ELEMENT_UNKNOWN,
        element.getNamespaceURI().equals(KnownElements.ACTIVEMQ) ? "ActiveMQ" : "Portcullis",
        remedy(meant.map("did you mean <%s>?"::formatted), "remove it"));
    meant.ifPresent(right -> bean(renamed(element, element.getNamespaceURI(), right)));
  }

  static Element renamed(Element element, String namespace, String name) {
    return (Element) element.getOwnerDocument().renameNode(element, namespace, name);
  }

  static String remedy(Optional<String> meant, String otherwise) {
    return meant.map(JUDGED::formatted).orElse(otherwise);
  }

  static String tag(Element element) {
    return "<%s>".formatted(Shortened.of(element.getLocalName()));
  }

  /** Returns the attributes but declarations of namespaces. */
  static List<Attr> attributes(Element element) {
    NamedNodeMap attributes = element.getAttributes();
    List<Attr> found = new ArrayList<>();
    for (int i = 0; i < attributes.getLength(); i++) {
      Attr attribute = (Attr) attributes.item(i);
      if (!XMLConstants.XMLNS_ATTRIBUTE_NS_URI.equals(attribute.getNamespaceURI())) {
        found.add(attribute);
      }
    }
    return found;
  }
}
