package io.portcullis.report;

import io.portcullis.report.XmlElement.Place;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

/**
 * Reads the elements of a configuration, and of the files beside it that it imports, in order. It
 * looks nothing up outside the files: no DTD, no entity. A file that cannot be read has no
 * elements, since the elements only say where things stand.
 */
final class XmlElements {

  /** The maximum number of elements. A file that imports itself, or a huge one, ends here. */
  private static final int MOST_ELEMENTS = 100_000;

  private final XMLInputFactory factory = XMLInputFactory.newDefaultFactory();
  private final List<XmlElement> found = new ArrayList<>();
  private final Set<Path> files = new LinkedHashSet<>();
  private final Optional<Path> folder;

  private XmlElements(Optional<Path> folder) {
    this.folder = folder;
    factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
    factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
  }

  /** Reads the elements of a file and of its imports. */
  static List<XmlElement> of(Path file) {
    XmlElements elements = new XmlElements(Optional.empty());
    elements.read(file);
    return elements.found;
  }

  /** Does the same, but reads imports only in its folder, links followed. */
  static List<XmlElement> inFolder(Path file) {
    XmlElements elements = new XmlElements(Optional.of(file.toAbsolutePath().getParent()));
    elements.read(file);
    return elements.found;
  }

  private boolean mayRead(Path file) {
    try {
      return folder.isEmpty() || file.toRealPath().startsWith(folder.get().toRealPath());
    } catch (IOException e) {
      return false;
    }
  }

  private void read(Path file) {
    if (!files.add(file.toAbsolutePath().normalize())) {
      return;
    }
    try (InputStream in = Files.newInputStream(file)) {
      read(file, factory.createXMLStreamReader(in));
    } catch (IOException | XMLStreamException e) {
      // Whoever reads the file for good says what is wrong with it.
      return;
    }
  }

  /**
   * Reads elements. An element begins where the part before it ends. The parser itself only tells
   * where its tag ends. It skips white space only before the root element.
   */
  private void read(Path file, XMLStreamReader reader) throws XMLStreamException {
    int begin = 1;
    while (reader.hasNext() && found.size() < MOST_ELEMENTS) {
      if (reader.next() == XMLStreamConstants.START_ELEMENT) {
        XmlElement element =
            new XmlElement(new Place(file, begin), reader.getLocalName(), attributes(reader));
        found.add(element);
        if (element.name().equals("import")) {
          imported(file, element.attribute("resource"));
        }
      }
      begin = reader.getLocation().getLineNumber();
    }
  }

  private static Map<String, String> attributes(XMLStreamReader reader) {
    Map<String, String> attributes = new HashMap<>();
    for (int i = 0; i < reader.getAttributeCount(); i++) {
      attributes.put(reader.getAttributeLocalName(i), reader.getAttributeValue(i));
    }
    return attributes;
  }

  private void imported(Path file, String resource) {
    try {
      Path beside =
          file.resolveSibling(resource.replaceFirst("^(file:|\\$\\{activemq.conf}/)+", ""));
      if (!resource.isEmpty() && Files.isRegularFile(beside) && mayRead(beside)) {
        read(beside);
      }
    } catch (InvalidPathException e) {
      // A pattern or a URL; Spring knows what to do with it.
      return;
    }
  }
}
