package io.portcullis.broker.xml;

import java.util.ArrayList;
import java.util.List;
import org.springframework.core.Conventions;
import org.w3c.dom.Attr;
import org.w3c.dom.Element;
import org.w3c.dom.NamedNodeMap;

/**
 * The attributes of a bean that set properties, such as {@code p:mode} and {@code
 * p:data-source-ref}.
 *
 * <p>Source: <a
 * href="https://docs.spring.io/spring-framework/reference/core/beans/dependencies/factory-properties-detailed.html#beans-p-namespace">XML
 * shortcut with the p-namespace</a>.
 */
public final class PropertyAttributes {

  public static final String NAMESPACE = "http://www.springframework.org/schema/p";

  private static final String REFERENCE = "-ref";

  private PropertyAttributes() {}

  /** Returns the {@code <property>} elements that a bean's attributes stand for. */
  public static List<Element> elements(Element bean) {
    List<Element> elements = new ArrayList<>();
    if (KnownElements.isSprings(bean, "bean")) {
      NamedNodeMap attributes = bean.getAttributes();
      for (int i = 0; i < attributes.getLength(); i++) {
        Attr attribute = (Attr) attributes.item(i);
        if (NAMESPACE.equals(attribute.getNamespaceURI())) {
          elements.add(element(bean, attribute));
        }
      }
    }
    return elements;
  }

  private static Element element(Element bean, Attr attribute) {
    String name = attribute.getLocalName();
    boolean reference = name.endsWith(REFERENCE);
    String property = reference ? name.substring(0, name.length() - REFERENCE.length()) : name;
    Element element = LocatedXml.inPlaceOfPart(bean, "property");
    element.setAttributeNS(null, "name", Conventions.attributeNameToPropertyName(property));
    element.setAttributeNS(null, reference ? "ref" : "value", attribute.getValue());
    return element;
  }

  /** Tells whether an element sets a property of a bean, too, which Spring does not take. */
  public static boolean isTwice(Element bean, Element property) {
    return KnownElements.in(bean).stream()
        .filter(inner -> KnownElements.isSprings(inner, "property"))
        .anyMatch(inner -> inner.getAttribute("name").equals(property.getAttribute("name")));
  }
}
