package io.portcullis.broker.xml;

import io.portcullis.broker.platform.FileReach;
import io.portcullis.enforce.RegularFile;
import java.io.ByteArrayInputStream;
import java.io.CharConversionException;
import java.io.IOException;
import java.io.UnsupportedEncodingException;
import java.net.URI;
import java.nio.file.FileSystemNotFoundException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import javax.xml.XMLConstants;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import javax.xml.parsers.SAXParser;
import javax.xml.parsers.SAXParserFactory;
import org.springframework.beans.factory.xml.DelegatingEntityResolver;
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
 * <p>Schema errors stay at the elements that they are about. {@link FileFaults} reads them.
 */
public final class LocatedXml extends DefaultHandler2 {

  /** The namespace of Spring's beans. */
  public static final String BEANS = "http://www.springframework.org/schema/beans";

  private static final String SCHEMA_LANGUAGE =
      "http://java.sun.com/xml/jaxp/properties/schemaLanguage";
  private static final String NO_DOCTYPE = "http://apache.org/xml/features/disallow-doctype-decl";
  private static final String LINE = "line";
  private static final String END = "end";
  private static final String NUMBER = "number";
  private static final String FAULTS = "faults";

  /** The maximum depth and number of elements. No real configuration exceeds them. */
  private static final int MOST_DEEP = 100;

  private static final int MOST_ELEMENTS = 100_000;

  private final Document document;
  private final FileReach reach;
  private final DelegatingEntityResolver onClassPath =
      new DelegatingEntityResolver(Thread.currentThread().getContextClassLoader());
  private final List<String> waiting = new ArrayList<>();
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
   * @throws UnreadableFileException if it is no XML
   * @throws IOException if it cannot be read, or is too large
   */
  public static Document read(Path file, FileReach reach) throws IOException {
    return read(bytes(file), file, reach);
  }

  /**
   * Reads the content of a file, or of an entry of an archive.
   *
   * @param file the file or the archive
   * @throws UnreadableFileException if it is no XML
   * @throws IOException if something that it names cannot be read
   */
  static Document read(byte[] content, Path file, FileReach reach) throws IOException {
    LocatedXml reading = null;
    try {
      Document document =
          DocumentBuilderFactory.newDefaultInstance().newDocumentBuilder().newDocument();
      InputSource source = new InputSource(new ByteArrayInputStream(content));
      source.setSystemId(file.toUri().toString());
      reading = new LocatedXml(document, reach);
      parser().parse(source, reading);
      return document;
    } catch (SAXParseException e) {
      throw new UnreadableFileException(List.of(new SyntaxFault(e, open(reading)).line()), e);
    } catch (CharConversionException | UnsupportedEncodingException e) {
      throw new UnreadableFileException(List.of(SyntaxFault.ofEncoding(open(reading))), e);
    } catch (SAXException e) {
      throw new UnreadableFileException(List.of("it is no valid XML"), e);
    } catch (ParserConfigurationException e) {
      throw new IllegalStateException("the JDK's parser has what is asked for", e);
    }
  }

  /** Returns the elements that have begun and not ended, the innermost first. */
  private static List<Element> open(LocatedXml readingOrNull) {
    List<Element> open = new ArrayList<>();
    for (Node at = readingOrNull == null ? null : readingOrNull.current;
        at instanceof Element element;
        at = at.getParentNode()) {
      open.add(element);
    }
    return open;
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

  /** Creates one of Spring's elements that stands for a part of an element, at its line. */
  public static Element inPlaceOfPart(Element whole, String name) {
    Element part = whole.getOwnerDocument().createElementNS(BEANS, name);
    part.setUserData(LINE, line(whole), null);
    part.setUserData(END, end(whole), null);
    part.setUserData(NUMBER, number(whole), null);
    return part;
  }

  /** Returns the line at which an element begins. */
  public static int line(Element element) {
    return element.getUserData(LINE) instanceof Integer line ? line : 1;
  }

  /** Returns the line at which an element ends. */
  static int end(Element element) {
    return element.getUserData(END) instanceof Integer line ? line : line(element);
  }

  /** Returns the number of an element in its file. */
  static int number(Element element) {
    return element.getUserData(NUMBER) instanceof Integer number ? number : 0;
  }

  /** Returns the messages of the schema about an element. */
  static List<String> messages(Element element) {
    return element.getUserData(FAULTS) instanceof List<?> messages
        ? messages.stream().map(String::valueOf).toList()
        : List.of();
  }

  /** Describes an element for people: its name, and its id if it has one. */
  static String describe(Element element) {
    String id =
        Stream.of("id", "name", "brokerName")
            .map(element::getAttribute)
            .filter(value -> !value.isEmpty())
            .findFirst()
            .map(value -> " \"%s\"".formatted(Shortened.of(value)))
            .orElse("");
    return "<%s>%s".formatted(Shortened.of(element.getNodeName()), id);
  }

  /** Returns the lines of an element, in words. */
  static String lines(Element element) {
    int from = line(element);
    int to = end(element);
    return from == to ? "line %d".formatted(from) : "lines %d to %d".formatted(from, to);
  }

  @Override
  public void setDocumentLocator(Locator locator) {
    this.locator = locator;
  }

  /** Records an error. The parser reports it before the tag that it belongs to. */
  @Override
  public void error(SAXParseException e) {
    waiting.add(String.valueOf(e.getMessage()));
  }

  /** Records the address of a schema that cannot be read. */
  @Override
  public void warning(SAXParseException e) {
    if (String.valueOf(e.getMessage()).startsWith("schema_reference")) {
      waiting.add(e.getMessage());
    }
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
    if (!waiting.isEmpty()) {
      List<String> messages = new ArrayList<>();
      if (node.getUserData(FAULTS) instanceof List<?> before) {
        before.forEach(message -> messages.add(String.valueOf(message)));
      }
      messages.addAll(waiting);
      node.setUserData(FAULTS, messages, null);
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
    element.setUserData(NUMBER, count, null);
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
    current.setUserData(END, locator.getLineNumber(), null);
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
