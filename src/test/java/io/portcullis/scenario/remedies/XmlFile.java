package io.portcullis.scenario.remedies;

import java.io.IOException;
import java.io.StringReader;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.xml.parsers.DocumentBuilder;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.transform.OutputKeys;
import javax.xml.transform.Transformer;
import javax.xml.transform.TransformerFactory;
import javax.xml.transform.dom.DOMSource;
import javax.xml.transform.stream.StreamResult;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.Node;
import org.w3c.dom.NodeList;
import org.xml.sax.InputSource;

/** A file that an operator edits by hand: an element is named by its start tag. */
final class XmlFile {

  private static final Pattern ATTRIBUTE = Pattern.compile("([\\w.]+)=\"([^\"]*)\"");

  private final Path file;
  private final Document document;

  XmlFile(Path file) throws Exception {
    this.file = file;
    this.document = builder().parse(file.toFile());
  }

  private static DocumentBuilder builder() throws Exception {
    DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
    factory.setNamespaceAware(true);
    return factory.newDocumentBuilder();
  }

  /** Finds the element that a start tag names: the innermost of nested ones of one name. */
  Element find(String tag) {
    return all(tag).stream()
        .filter(element -> all(tag).stream().noneMatch(other -> isIn(other, element)))
        .findFirst()
        .orElseThrow(() -> new AssertionError("no %s in %s".formatted(tag, file)));
  }

  private static boolean isIn(Element inner, Element outer) {
    for (Node node = inner.getParentNode(); node != null; node = node.getParentNode()) {
      if (node == outer) {
        return true;
      }
    }
    return false;
  }

  List<Element> all(String tag) {
    Matcher name = Pattern.compile("<(\\w+)").matcher(tag);
    if (!name.find()) {
      throw new AssertionError("no element: " + tag);
    }
    List<Element> found = new ArrayList<>();
    NodeList elements = document.getElementsByTagNameNS("*", name.group(1));
    for (int i = 0; i < elements.getLength(); i++) {
      Element element = (Element) elements.item(i);
      boolean fits =
          attributes(tag).entrySet().stream()
              .allMatch(wanted -> element.getAttribute(wanted.getKey()).equals(wanted.getValue()));
      if (fits) {
        found.add(element);
      }
    }
    return found;
  }

  /** Finds the first element of a name in another. */
  static Element findIn(Element outer, String tag) {
    return (Element) outer.getElementsByTagNameNS("*", tag.replaceFirst("<(\\w+).*", "$1")).item(0);
  }

  /** Removes the children with the name of an element, and with its attribute {@code name}. */
  static void removeChildren(Element parent, String element) {
    String tag = element.replaceFirst("[ />].*", "");
    String name = attributes(element).getOrDefault("name", "");
    NodeList children = parent.getChildNodes();
    for (int i = children.getLength() - 1; i >= 0; i--) {
      if (children.item(i) instanceof Element child
          && tag.equals("<" + child.getLocalName())
          && child.getAttribute("name").equals(name)) {
        parent.removeChild(child);
      }
    }
  }

  /** Finds the child that a start tag names. */
  static Element child(Element parent, String tag) {
    NodeList children = parent.getChildNodes();
    for (int i = 0; i < children.getLength(); i++) {
      if (children.item(i) instanceof Element child
          && tag.startsWith("<" + child.getLocalName())
          && child.getAttribute("name").equals(attributes(tag).get("name"))) {
        return child;
      }
    }
    throw new AssertionError(tag);
  }

  /** Puts two halves of text around what is in an element. */
  void wrap(String before, String after, Element around) throws Exception {
    StringWriter content = new StringWriter();
    NodeList children = around.getChildNodes();
    for (int i = 0; i < children.getLength(); i++) {
      Transformer transformer = TransformerFactory.newInstance().newTransformer();
      transformer.setOutputProperty(OutputKeys.OMIT_XML_DECLARATION, "yes");
      transformer.transform(new DOMSource(children.item(i)), new StreamResult(content));
    }
    while (around.hasChildNodes()) {
      around.removeChild(around.getFirstChild());
    }
    put(before + content + after, around, false);
  }

  static Map<String, String> attributes(String text) {
    Map<String, String> attributes = new LinkedHashMap<>();
    Matcher attribute = ATTRIBUTE.matcher(text);
    while (attribute.find()) {
      attributes.put(attribute.group(1), unescaped(attribute.group(2)));
    }
    return attributes;
  }

  static String unescaped(String text) {
    return text.replace("&lt;", "<").replace("&quot;", "\"").replace("&amp;", "&");
  }

  /** Puts text that is an element, or several, into another. */
  void put(String text, Element parent, boolean first) throws Exception {
    Document pasted =
        builder()
            .parse(
                new InputSource(
                    new StringReader(
                        "<paste xmlns=\"%s\">%s</paste>"
                            .formatted(parent.getNamespaceURI(), text))));
    Node before = first ? parent.getFirstChild() : null;
    NodeList nodes = pasted.getDocumentElement().getChildNodes();
    for (int i = 0; i < nodes.getLength(); i++) {
      parent.insertBefore(document.importNode(nodes.item(i), true), before);
    }
  }

  void save() throws Exception {
    StringWriter text = new StringWriter();
    TransformerFactory.newInstance()
        .newTransformer()
        .transform(new DOMSource(document), new StreamResult(text));
    write(text.toString());
  }

  private void write(String text) throws IOException {
    Files.writeString(file, text);
  }
}
