package io.portcullis.broker;

import io.portcullis.enforce.RegularFile;
import java.io.ByteArrayInputStream;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import org.w3c.dom.Element;

/**
 * Reads the properties files that a configuration's placeholders stand for, where it names them in
 * Spring's ways. The bean that names them is not made.
 */
final class PropertyFiles {

  private static final String CONTEXT = "http://www.springframework.org/schema/context";
  private static final String END = "PlaceholderConfigurer";
  private static final String SPRING = "org.springframework.";
  private static final String ENCRYPTED = "ENC(";

  private final FileReach reach;
  private final Placeholders placeholders;
  private final LeftOutThings leftOut;

  PropertyFiles(FileReach reach, Placeholders placeholders, LeftOutThings leftOut) {
    this.reach = reach;
    this.placeholders = placeholders;
    this.leftOut = leftOut;
  }

  /** Whether an element replaces placeholders. */
  static boolean isReplacing(Element element) {
    return KnownElements.isSprings(element, "bean")
        ? element.getAttribute("class").endsWith(END)
        : CONTEXT.equals(element.getNamespaceURI())
            && element.getLocalName().equals("property-placeholder");
  }

  /**
   * Reads what one names.
   *
   * @throws IOException if a file is not there, or cannot be read
   */
  void read(Path file, Element element) throws IOException {
    boolean encrypted =
        element.hasAttribute("class") && !element.getAttribute("class").startsWith(SPRING);
    // As in Spring, of two that name the same value the later decides, and a file after all others.
    Map<String, String> inline = new HashMap<>();
    Map<String, String> later = new HashMap<>();
    List<String> locations = new ArrayList<>(split(element.getAttribute("location")));
    boolean optional = isTrue(element.getAttribute("ignore-resource-not-found"));
    boolean ignoring = isTrue(element.getAttribute("ignore-unresolvable"));
    for (Element property : KnownElements.in(element)) {
      String value = property.getAttribute("value");
      switch (property.getAttribute("name")) {
        case "location", "locations" -> locations.addAll(texts(property));
        case "ignoreResourceNotFound" -> optional |= isTrue(value);
        case "ignoreUnresolvablePlaceholders" -> ignoring |= isTrue(value);
        case "properties" -> inline.putAll(inline(property));
        default -> {
          if (KnownElements.isSprings(property, "property")) {
            unknown(file, property);
          }
        }
      }
    }
    for (String location : locations) {
      later.putAll(read(file, element, location.strip(), optional, encrypted));
    }
    inline.putAll(later);
    placeholders.add(inline);
    placeholders.replace(ignoring);
  }

  /** What may change which value holds. */
  private void unknown(Path file, Element property) {
    placeholders.notAllKnown();
    leftOut.add(
        file,
        property,
        "property %s of what replaces placeholders is not obeyed"
            .formatted(property.getAttribute("name")),
        RuleNeed.GATE,
        false);
  }

  private static boolean isTrue(String text) {
    return text.equalsIgnoreCase("true");
  }

  private static List<String> split(String text) {
    return text.isBlank() ? List.of() : List.of(text.split(",", -1));
  }

  private static List<String> texts(Element property) {
    List<String> texts = new ArrayList<>(split(property.getAttribute("value")));
    for (Element inner : KnownElements.in(property)) {
      if (KnownElements.isSprings(inner, "value")) {
        texts.addAll(split(KnownElements.text(inner)));
      } else {
        texts.addAll(texts(inner));
      }
    }
    return texts;
  }

  private static Map<String, String> inline(Element property) {
    Map<String, String> values = new HashMap<>();
    for (Element props : KnownElements.in(property)) {
      for (Element prop : KnownElements.in(props)) {
        values.put(prop.getAttribute("key"), KnownElements.text(prop));
      }
    }
    return values;
  }

  private Map<String, String> read(
      Path file, Element element, String location, boolean optional, boolean encrypted)
      throws IOException {
    Optional<Path> path =
        placeholders.folders(location) instanceof Placeholders.Result.Text text
            ? DeclaredElements.beside(file, text.text())
            : Optional.empty();
    if (path.isEmpty() || !reach.allows(path.get())) {
      placeholders.notAllKnown();
      leftOut.add(
          file,
          element,
          "properties of \"%s\" are not read: it is not a file of the folder".formatted(location),
          RuleNeed.NOTHING,
          false);
      return Map.of();
    }
    if (!Files.exists(path.get())) {
      if (optional) {
        return Map.of();
      }
      throw new IOException(
          UnreadableFile.reason(
              new IllegalStateException(new FileNotFoundException(path.get().toString()))));
    }
    return values(path.get(), encrypted);
  }

  /** What another's bean would decrypt is not known. */
  private Map<String, String> values(Path path, boolean encrypted) throws IOException {
    Properties properties = new Properties();
    try (InputStream in =
        new ByteArrayInputStream(RegularFile.read(path, (int) FileReach.MOST_BYTES).bytes())) {
      properties.load(in);
    } catch (IllegalArgumentException e) {
      throw new IOException("%s cannot be read: %s".formatted(path, e.getMessage()), e);
    }
    Map<String, String> values = new HashMap<>();
    for (String name : properties.stringPropertyNames()) {
      String value = properties.getProperty(name);
      if (encrypted && value.startsWith(ENCRYPTED)) {
        placeholders.notAllKnown();
      } else {
        values.put(name, value);
      }
    }
    return values;
  }
}
