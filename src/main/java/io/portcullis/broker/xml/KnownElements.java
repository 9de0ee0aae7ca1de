package io.portcullis.broker.xml;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import org.w3c.dom.Element;
import org.w3c.dom.Node;

/**
 * The known elements of ActiveMQ, Portcullis and Spring's beans, with the classes that they stand
 * for.
 */
public final class KnownElements {

  /** The namespace of ActiveMQ's elements. */
  static final String ACTIVEMQ = "http://activemq.apache.org/schema/core";

  private static final String MAPPINGS = "META-INF/services/org/apache/xbean/spring/http/";

  /** Namespaces whose elements stand for classes, with the place where XBean lists these. */
  private static final Map<String, String> MAPPED =
      Map.of(
          ACTIVEMQ,
          MAPPINGS + "activemq.apache.org/schema/core",
          "http://portcullis.io/schema/1",
          MAPPINGS + "portcullis.io/schema/1");

  /** The namespaces whose errors are reported. Errors in other namespaces are not. */
  public static final Set<String> NAMESPACES =
      Set.of("", LocatedXml.BEANS, ACTIVEMQ, "http://portcullis.io/schema/1");

  private static final Map<String, Properties> LOADED = load();

  private KnownElements() {}

  private static Map<String, Properties> load() {
    Map<String, Properties> loaded = new HashMap<>();
    MAPPED.forEach((namespace, resource) -> loaded.put(namespace, properties(resource)));
    return loaded;
  }

  private static Properties properties(String resource) {
    Properties properties = new Properties();
    try (InputStream in = KnownElements.class.getClassLoader().getResourceAsStream(resource)) {
      if (in != null) {
        properties.load(in);
      }
      return properties;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Returns all classes that ActiveMQ's schema has elements for. */
  public static Set<String> classesOfActiveMq() {
    Properties core = LOADED.get(ACTIVEMQ);
    Set<String> types = new java.util.TreeSet<>();
    core.stringPropertyNames().stream()
        .filter(name -> name.matches("[\\w-]+"))
        .forEach(name -> types.add(core.getProperty(name)));
    return types;
  }

  /** Returns the names of the elements of a namespace that stand for classes. */
  static Set<String> names(String namespace) {
    return LOADED.getOrDefault(namespace, new Properties()).stringPropertyNames().stream()
        .filter(name -> name.matches("[\\w-]+"))
        .collect(java.util.stream.Collectors.toSet());
  }

  /** Tells whether an element is Spring's own, such as {@code <bean>}. */
  public static boolean isSprings(Element element) {
    return element.getNamespaceURI() == null || element.getNamespaceURI().equals(LocatedXml.BEANS);
  }

  /** Tells whether an element is Spring's own, with this name. */
  public static boolean isSprings(Element element, String name) {
    return isSprings(element) && element.getLocalName().equals(name);
  }

  /** Tells whether an element is ActiveMQ's or Portcullis'. */
  public static boolean isMapped(Element element) {
    return MAPPED.containsKey(String.valueOf(element.getNamespaceURI()));
  }

  /** Returns the class that an element of ActiveMQ or Portcullis stands for. */
  public static Optional<String> type(Element element) {
    return isMapped(element)
        ? Optional.ofNullable(
            LOADED.get(element.getNamespaceURI()).getProperty(element.getLocalName()))
        : Optional.empty();
  }

  /** Returns the child elements. */
  public static List<Element> in(Element element) {
    List<Element> inside = new ArrayList<>();
    for (Node child = element.getFirstChild(); child != null; child = child.getNextSibling()) {
      if (child instanceof Element inner) {
        inside.add(inner);
      }
    }
    return inside;
  }

  /** Returns the text directly in an element. */
  public static String text(Element element) {
    StringBuilder text = new StringBuilder();
    for (Node child = element.getFirstChild(); child != null; child = child.getNextSibling()) {
      if (child instanceof org.w3c.dom.Text part) {
        text.append(part.getData());
      }
    }
    return text.toString();
  }
}
