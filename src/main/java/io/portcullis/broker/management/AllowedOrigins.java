package io.portcullis.broker.management;

import io.portcullis.enforce.RegularFile;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.xml.XMLConstants;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.w3c.dom.NodeList;
import org.xml.sax.SAXException;

/** Reads the origins that Jolokia's {@code jolokia-access.xml} lists in {@code <allow-origin>}. */
public final class AllowedOrigins {

  private static final Logger LOG = LoggerFactory.getLogger(AllowedOrigins.class);

  private static final int MOST_BYTES = 1 << 20;

  private AllowedOrigins() {}

  /** Reads the file that {@code -Djolokia.conf} names, or the one in {@code activemq.conf}. */
  public static List<String> ofThisJvm() {
    Optional<Path> file = file();
    if (file.filter(Files::isRegularFile).isEmpty()) {
      return List.of();
    }
    try {
      byte[] bytes = RegularFile.read(file.get(), MOST_BYTES).bytes();
      DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
      factory.setFeature(XMLConstants.FEATURE_SECURE_PROCESSING, true);
      factory.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);
      NodeList found =
          factory
              .newDocumentBuilder()
              .parse(new ByteArrayInputStream(bytes))
              .getElementsByTagName("allow-origin");
      List<String> origins = new ArrayList<>();
      for (int i = 0; i < found.getLength(); i++) {
        origins.add(found.item(i).getTextContent().strip());
      }
      return List.copyOf(origins);
    } catch (IOException | SAXException | ParserConfigurationException e) {
      LOG.warn("{} cannot be read, so no other origin is let in: {}", file.get(), e.toString());
      return List.of();
    }
  }

  private static Optional<Path> file() {
    String named = System.getProperty("jolokia.conf", "");
    try {
      if (named.startsWith("file:")) {
        return Optional.of(Path.of(new URI(named)));
      }
    } catch (URISyntaxException | IllegalArgumentException e) {
      return Optional.of(Path.of(named.substring("file:".length())));
    }
    return Optional.ofNullable(System.getProperty("activemq.conf"))
        .map(folder -> Path.of(folder, "jolokia-access.xml"));
  }
}
