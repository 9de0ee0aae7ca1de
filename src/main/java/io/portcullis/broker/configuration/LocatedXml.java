package io.portcullis.broker.configuration;

import io.portcullis.broker.platform.FileReach;
import io.portcullis.enforce.RegularFile;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.nio.file.FileSystemNotFoundException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import javax.xml.XMLConstants;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import javax.xml.parsers.SAXParser;
import javax.xml.parsers.SAXParserFactory;
import org.springframework.beans.factory.xml.DelegatingEntityResolver;
import org.springframework.beans.factory.xml.XmlBeanDefinitionStoreException;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.Node;
import org.xml.sax.Attributes;
import org.xml.sax.InputSource;
import org.xml.sax.Locator;
import org.xml.sax.SAXException;
import org.xml.sax.SAXParseException;
import org.xml.sax.ext.Attributes2;
import org.xml.sax.ext.DefaultHandler2;

/**
 * An XML file as a tree with line numbers, validated as ActiveMQ validates it.
 *
 * <ul>
 *   <li>It has no document type, so it has no entities.
 *   <li>Schemas come from the class path or from the file's own folder.
 *   <li>Everything has a bound.
 * </ul>
 *
 * <p>Schema errors in elements of other vendors are ignored, because these elements are not read.
 */
final class LocatedXml extends DefaultHandler2 {

  static final String BEANS = "http://www.springframework.org/schema/beans";
  private static final String SCHEMA_LANGUAGE =
      "http://java.sun.com/xml/jaxp/properties/schemaLanguage";
  private static final String NO_DOCTYPE = "http://apache.org/xml/features/disallow-doctype-decl";
  private static final String LINE = "line";
  private static final String FAULT = "fault";

  /** The maximum depth and number of elements. No real configuration exceeds them. */
  private static final int MOST_DEEP = 100;

  private static final int MOST_ELEMENTS = 100_000;

  private final Document document;
  private final FileReach reach;
  private final DelegatingEntityResolver onClassPath =
      new DelegatingEntityResolver(Thread.currentThread().getContextClassLoader());
  private final List<SAXParseException> waiting = new ArrayList<>();
  private Locator locator;
  private Node current;
  private int depth;
  private int count;
  private int begin = 1;

  private LocatedXml(Document document, FileReach reach) {
    this.document = document;
    this.current = document;
    this.reach = reach;
  }

  /**
   * Reads a file.
   *
   * @param known the namespaces whose elements must be valid
   * @throws IOException if it cannot be read, or is too large
   * @throws XmlBeanDefinitionStoreException if it is not valid XML
   */
  static Document read(Path file, FileReach reach, Set<String> known) throws IOException {
    try {
      Document document =
          DocumentBuilderFactory.newDefaultInstance().newDocumentBuilder().newDocument();
      InputSource source = new InputSource(new ByteArrayInputStream(bytes(file)));
      source.setSystemId(file.toUri().toString());
      parser().parse(source, new LocatedXml(document, reach));
      throwFirstFault(document.getDocumentElement(), known);
      return document;
    } catch (SAXException e) {
      throw new XmlBeanDefinitionStoreException(file.toString(), "it is no valid XML", e);
    } catch (ParserConfigurationException e) {
      throw new IllegalStateException("the JDK's parser has what is asked for", e);
    }
  }

  private static byte[] bytes(Path file) throws IOException {
    return RegularFile.read(file, (int) FileReach.MOST_BYTES).bytes();
  }

  private static SAXParser parser() throws ParserConfigurationException, SAXException {
    SAXParserFactory factory = SAXParserFactory.newDefaultInstance();
    factory.setNamespaceAware(true);
    factory.setValidating(true);
    factory.setFeature(XMLConstants.FEATURE_SECURE_PROCESSING, true);
    factory.setFeature(NO_DOCTYPE, true);
    SAXParser parser = factory.newSAXParser();
    parser.setProperty(SCHEMA_LANGUAGE, XMLConstants.W3C_XML_SCHEMA_NS_URI);
    // Every schema goes through resolveEntity, which decides.
    parser.setProperty(XMLConstants.ACCESS_EXTERNAL_SCHEMA, "all");
    return parser;
  }

  /** Returns the line at which an element begins. */
  static int line(Element element) {
    return element.getUserData(LINE) instanceof Integer line ? line : 1;
  }

  private static void throwFirstFault(Element element, Set<String> known) throws SAXParseException {
    String namespace = element.getNamespaceURI() == null ? "" : element.getNamespaceURI();
    if (!known.contains(namespace)) {
      return;
    }
    if (element.getUserData(FAULT) instanceof SAXParseException fault) {
      throw fault;
    }
    for (Node child = element.getFirstChild(); child != null; child = child.getNextSibling()) {
      if (child instanceof Element inner) {
        throwFirstFault(inner, known);
      }
    }
  }

  @Override
  public void setDocumentLocator(Locator locator) {
    this.locator = locator;
  }

  /** Records an error. The parser reports it before the tag that it belongs to. */
  @Override
  public void error(SAXParseException e) {
    waiting.add(e);
  }

  @Override
  public void fatalError(SAXParseException e) throws SAXException {
    throw e.getMessage().contains("DOCTYPE")
        ? fault(
            "It has a document type (DOCTYPE), which is not read; check and explain take --trust.")
        : e;
  }

  private SAXParseException fault(String what) {
    return new SAXParseException(what, locator);
  }

  private void fault(Node node) {
    if (!waiting.isEmpty() && node.getUserData(FAULT) == null) {
      node.setUserData(FAULT, waiting.get(0), null);
    }
    waiting.clear();
  }

  @Override
  public void startElement(String uri, String localName, String name, Attributes attributes)
      throws SAXException {
    if (++depth > MOST_DEEP) {
      throw fault("It is deeper than %d elements, the most that is read.".formatted(MOST_DEEP));
    }
    if (++count > MOST_ELEMENTS) {
      throw fault("It has more than %d elements, the most that is read.".formatted(MOST_ELEMENTS));
    }
    Element element = document.createElementNS(uri.isEmpty() ? null : uri, name);
    element.setUserData(LINE, begin, null);
    for (int i = 0; i < attributes.getLength(); i++) {
      if (!(attributes instanceof Attributes2 more) || more.isSpecified(i)) {
        String namespace = attributes.getURI(i);
        element.setAttributeNS(
            namespace.isEmpty() ? null : namespace, attributes.getQName(i), attributes.getValue(i));
      }
    }
    fault(element);
    current.appendChild(element);
    current = element;
    begin = locator.getLineNumber();
  }

  @Override
  public void endElement(String uri, String localName, String name) {
    fault(current);
    current = current.getParentNode();
    depth--;
    begin = locator.getLineNumber();
  }

  @Override
  public void characters(char[] text, int start, int length) {
    current.appendChild(document.createTextNode(new String(text, start, length)));
    begin = locator.getLineNumber();
  }

  @Override
  public void ignorableWhitespace(char[] text, int start, int length) {
    begin = locator.getLineNumber();
  }

  @Override
  public void comment(char[] text, int start, int length) {
    begin = locator.getLineNumber();
  }

  @Override
  public void processingInstruction(String target, String data) {
    begin = locator.getLineNumber();
  }

  @Override
  public InputSource resolveEntity(String name, String publicId, String base, String systemId)
      throws SAXException, IOException {
    return resolveEntity(publicId, systemId);
  }

  /** Resolves entities in the class path and the folder only, and fetches nothing. */
  @Override
  public InputSource resolveEntity(String publicId, String systemId)
      throws SAXException, IOException {
    InputSource known = onClassPath.resolveEntity(publicId, systemId);
    if (known != null) {
      return known;
    }
    try {
      Path file = Path.of(URI.create(String.valueOf(systemId)));
      if (reach.allows(file) && Files.isRegularFile(file)) {
        InputSource found = new InputSource(new ByteArrayInputStream(bytes(file)));
        found.setSystemId(systemId);
        return found;
      }
    } catch (IllegalArgumentException | FileSystemNotFoundException e) {
      throw new IOException(systemId + " is not fetched", e);
    }
    throw new IOException(systemId + " is not fetched");
  }
}
