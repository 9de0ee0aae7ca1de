package io.portcullis.broker.xml;

import io.portcullis.broker.xml.FileFault.Weight;
import io.portcullis.rule.Fault;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.w3c.dom.Attr;
import org.w3c.dom.Element;
import org.w3c.dom.NamedNodeMap;

/**
 * A place in a file that may set a property: an attribute, or an element.
 *
 * @param faults takes what is wrong there
 * @param file the file
 * @param element the element
 * @param attribute the name of the attribute; empty if it is the element itself
 */
record Place(FileFaults faults, Path file, Element element, String attribute) {

  /** Returns all places of the files that were read, in order. */
  static List<Place> all(FileFaults faults) {
    List<Place> all = new ArrayList<>();
    faults
        .documents()
        .forEach((file, document) -> add(faults, file, document.getDocumentElement(), all));
    return all;
  }

  private static void add(FileFaults faults, Path file, Element element, List<Place> all) {
    all.add(new Place(faults, file, element, ""));
    NamedNodeMap attributes = element.getAttributes();
    for (int i = 0; i < attributes.getLength(); i++) {
      all.add(new Place(faults, file, element, ((Attr) attributes.item(i)).getName()));
    }
    KnownElements.in(element).forEach(inner -> add(faults, file, inner, all));
  }

  /** Returns the names of all beans. */
  static List<String> ids(FileFaults faults) {
    return all(faults).stream()
        .filter(place -> place.attribute.equals("id"))
        .map(Place::text)
        .distinct()
        .toList();
  }

  /** Returns the bean that this is a part of. */
  Element bean() {
    boolean isProperty = attribute.isEmpty() || KnownElements.isSprings(element, "property");
    return isProperty && element.getParentNode() instanceof Element parent ? parent : element;
  }

  /** Tells whether it sets a property. */
  boolean sets(String property) {
    if (KnownElements.isSprings(element)) {
      return attribute.isEmpty()
          && KnownElements.isSprings(element, "property")
          && element.getAttribute("name").equals(property);
    }
    return attribute.equals(property)
        || (attribute.isEmpty() && element.getLocalName().equals(property));
  }

  /** Returns the beans that stand in it; in Spring's form they may stand in a list. */
  List<Place> beans() {
    return attribute.isEmpty() ? beans(element) : List.of();
  }

  private List<Place> beans(Element outer) {
    List<Place> beans = new ArrayList<>();
    for (Element inner : KnownElements.in(outer)) {
      if (BeanClasses.named(inner).isEmpty()) {
        beans.addAll(beans(inner));
      } else {
        beans.add(new Place(faults, file, inner, ""));
      }
    }
    return beans;
  }

  /** Tells whether it names a bean. */
  boolean refersTo(String name) {
    String text = attribute.isEmpty() ? "" : element.getAttribute(attribute);
    return KnownElements.isSprings(element)
        ? text.equals(name) && attribute.matches("ref|bean|parent|factory-bean|.*-ref|depends-on")
        : text.equals("#" + name);
  }

  /** Returns its text. */
  String text() {
    if (!attribute.isEmpty()) {
      return element.getAttribute(attribute);
    }
    if (KnownElements.isSprings(element, "property") && element.hasAttribute("value")) {
      return element.getAttribute("value");
    }
    return KnownElements.text(element);
  }

  /** Adds a fault. Tells whether it is new. */
  boolean add(Fault fault, Object... arguments) {
    String spot = KnownElements.isSprings(element, "property") ? "" : attribute;
    faults.exclude(file, element, spot);
    return faults.add(file, element, spot, Weight.START, fault, arguments);
  }
}
