package io.portcullis.broker.xml;

import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import javax.xml.XMLConstants;
import org.w3c.dom.Element;

/** Says how a file names the schemas of its elements. */
final class SchemaLocations {

  private static final String ACTIVEMQ = "http://activemq.apache.org/schema/core/activemq-core.xsd";
  private static final String XSI = XMLConstants.W3C_XML_SCHEMA_INSTANCE_NS_URI;

  /** The schemas that a file may name, by their namespaces. */
  private static final SortedMap<String, String> KNOWN =
      new TreeMap<>(
          Map.of(
              KnownElements.ACTIVEMQ,
              ACTIVEMQ,
              LocatedXml.BEANS,
              "http://www.springframework.org/schema/beans/spring-beans.xsd",
              "http://portcullis.io/schema/1",
              "http://portcullis.io/schema/1/portcullis.xsd"));

  private SchemaLocations() {}

  /** Returns what to write for an address that is not known. */
  static String inPlaceOf(String address, Element element) {
    return "%s is not known to this release; in xsi:schemaLocation write %s"
        .formatted(address, pair(element));
  }

  /**
   * Returns what to write if the file names no schema for an element. If it names none at all, that
   * is the schemas of all elements, as an attribute stands in an element only once.
   */
  static String naming(Element element) {
    Element root = element.getOwnerDocument().getDocumentElement();
    if (root.hasAttributeNS(XSI, "schemaLocation")) {
      return "add \"%s\" to xsi:schemaLocation of the root element".formatted(pair(element));
    }
    String all =
        KNOWN.entrySet().stream()
            .filter(known -> isUsed(root, known.getKey()))
            .map(known -> known.getKey() + " " + known.getValue())
            .collect(Collectors.joining(" "));
    return "write xsi:schemaLocation=\"%s\" and, if it is not there, xmlns:xsi=\"%s\" into the root element"
        .formatted(all.isEmpty() ? pair(element) : all, XSI);
  }

  private static String pair(Element element) {
    String namespace = element.getNamespaceURI() == null ? "" : element.getNamespaceURI();
    return namespace + " " + KNOWN.getOrDefault(namespace, ACTIVEMQ);
  }

  private static boolean isUsed(Element root, String namespace) {
    return namespace.equals(root.getNamespaceURI())
        || root.getElementsByTagNameNS(namespace, "*").getLength() > 0;
  }
}
