package io.portcullis.broker.xml;

import io.portcullis.broker.xml.FileFault.Weight;
import io.portcullis.policy.SimilarName;
import java.nio.file.Path;
import java.util.Collection;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.w3c.dom.Attr;
import org.w3c.dom.Element;

/** Finds wrong names of Spring's own elements and attributes, and elements in a wrong namespace. */
final class WrongSpringNames {

  /** Elements of Spring that stand in the namespace of the element around them by mistake. */
  private static final Set<String> SPRINGS =
      Set.of("bean", "property", "ref", "value", "list", "set", "map", "entry", "props", "prop");

  private final Path file;
  private final FileFaults faults;

  WrongSpringNames(Path file, FileFaults faults) {
    this.file = file;
    this.faults = faults;
  }

  /** Corrects the name of an element of Spring. Without validation, Spring ignores it. */
  Element ofSprings(Element parent, Element element) {
    Element known = inItsNamespace(element);
    String name = known.getLocalName();
    Set<String> allowed = SpringNames.elements(parent.getLocalName());
    if (!KnownElements.isSprings(parent)
        || !KnownElements.isSprings(known)
        || !SpringNames.knows(parent.getLocalName())
        || allowed.contains(name)) {
      return known;
    }
    Optional<String> meant = similar(allowed, name);
    faults.add(
        file,
        known,
        Weight.SCHEMA,
        XmlFaults.ELEMENT_UNKNOWN,
        WrongNames.tag(parent),
        WrongNames.remedy(
            meant.map("did you mean <%s>?"::formatted),
            allowed.isEmpty() ? "remove it" : "write one of " + list(allowed)));
    return meant
        .map(right -> WrongNames.renamed(known, known.getNamespaceURI(), right))
        .orElse(known);
  }

  /** Corrects the names of attributes of Spring. Without validation, Spring ignores them. */
  void attributesOfSprings(Element element) {
    Set<String> allowed = SpringNames.attributes(element.getLocalName());
    for (Attr attribute : WrongNames.attributes(element)) {
      String name = attribute.getLocalName();
      if (allowed.isEmpty() || attribute.getNamespaceURI() != null || allowed.contains(name)) {
        continue;
      }
      Optional<String> meant = similar(allowed, name).filter(right -> !element.hasAttribute(right));
      faults.add(
          file,
          element,
          name,
          Weight.SCHEMA,
          XmlFaults.ATTRIBUTE_UNKNOWN,
          WrongNames.tag(element),
          Shortened.of(name),
          WrongNames.remedy(
              meant.map("did you mean %s?"::formatted), "write one of " + list(allowed)));
      WrongNames.rename(element, name, meant);
    }
  }

  /** Puts an element into the namespace that has it, if its own does not. */
  Element inItsNamespace(Element element) {
    String namespace = String.valueOf(element.getNamespaceURI());
    String name = element.getLocalName();
    boolean isActiveMqs =
        KnownElements.names(KnownElements.ACTIVEMQ).contains(name)
            && !KnownElements.isMapped(element)
            && (KnownElements.isSprings(element) || isLikeActiveMqs(namespace));
    boolean isSprings =
        SPRINGS.contains(name)
            && KnownElements.isMapped(element)
            && KnownElements.type(element).isEmpty()
            && (element.hasAttribute("class") || element.hasAttribute("bean"));
    boolean isBeans =
        name.equals("beans") && namespace.contains("spring") && !KnownElements.isSprings(element);
    if (!isActiveMqs && !isSprings && !isBeans) {
      return element;
    }
    String right = isActiveMqs ? KnownElements.ACTIVEMQ : LocatedXml.BEANS;
    faults.add(
        file,
        element,
        Weight.START,
        XmlFaults.NAMESPACE_WRONG,
        element.getNamespaceURI() == null ? "" : Shortened.of(namespace),
        right);
    return moved(element, namespace, right);
  }

  /** Tells whether a namespace nobody knows was meant to be ActiveMQ's. */
  private static boolean isLikeActiveMqs(String namespace) {
    return namespace.toLowerCase(Locale.ROOT).matches(".*(activem|apache).*");
  }

  private static Element moved(Element element, String from, String to) {
    Element moved = WrongNames.renamed(element, to, element.getLocalName());
    for (Element inner : KnownElements.in(moved)) {
      boolean staysSprings =
          SPRINGS.contains(inner.getLocalName())
              && from.equals(LocatedXml.BEANS)
              && !isProperty(moved, inner.getLocalName());
      if (String.valueOf(inner.getNamespaceURI()).equals(from) && !staysSprings) {
        moved(inner, from, to);
      }
    }
    return moved;
  }

  /** Tells whether an element has such a property, as an authorization plugin has a map. */
  private static boolean isProperty(Element bean, String name) {
    return KnownElements.type(bean)
        .flatMap(BeanClasses::find)
        .filter(type -> BeanClasses.hasProperty(type, name))
        .isPresent();
  }

  private static Optional<String> similar(Collection<String> allowed, String name) {
    return new SimilarName(new TreeSet<>(allowed)).to(name);
  }

  private static String list(Collection<String> names) {
    return String.join(", ", new TreeSet<>(names));
  }
}
