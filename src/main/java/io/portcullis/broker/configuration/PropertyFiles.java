package io.portcullis.broker.configuration;

import io.portcullis.broker.platform.FileReach;
import io.portcullis.broker.xml.FileFault.Weight;
import io.portcullis.broker.xml.KnownElements;
import io.portcullis.broker.xml.XmlFaults;
import io.portcullis.enforce.RegularFile;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import org.w3c.dom.Attr;
import org.w3c.dom.Element;

/**
 * Reads the properties files that a configuration names for its placeholders, in Spring's ways. It
 * does not create the bean that names them.
 */
final class PropertyFiles {

  private static final String CONTEXT = "http://www.springframework.org/schema/context";
  private static final String END = "PlaceholderConfigurer";
  private static final String SPRING = "org.springframework.";
  private static final String DECRYPTING = "org.jasypt.";
  private static final String ENCRYPTED = "ENC(";

  private static final Set<String> OF_BEANS =
      Set.of(
          "id",
          "name",
          "class",
          "abstract",
          "lazy-init",
          "primary",
          "depends-on",
          "destroy-method");

  private static final Set<String> OF_CONTEXT =
      Set.of(
          "id",
          "location",
          "ignore-resource-not-found",
          "ignore-unresolvable",
          "local-override",
          "system-properties-mode");

  private final FileReach reach;
  private final Placeholders placeholders;
  private final Omissions leftOut;
  private boolean unread;

  PropertyFiles(FileReach reach, Placeholders placeholders, Omissions leftOut) {
    this.reach = reach;
    this.placeholders = placeholders;
    this.leftOut = leftOut;
  }

  /** Tells whether an element replaces placeholders. */
  static boolean isReplacing(Element element) {
    return KnownElements.isSprings(element, "bean")
        ? element.getAttribute("class").strip().endsWith(END) && !DeclaredNames.isAbstract(element)
        : CONTEXT.equals(element.getNamespaceURI())
            && element.getLocalName().equals("property-placeholder");
  }

  /**
   * Reads the files that an element names.
   *
   * @param alone whether no other element replaces placeholders, so that order does not matter
   * @throws IOException if values in the element itself cannot be read
   */
  void read(Path file, Element element, boolean alone) throws IOException {
    String type = element.getAttribute("class").strip();
    boolean decrypts = type.startsWith(DECRYPTING);
    boolean known = attributes(file, element, alone);
    if (decrypts) {
      String what = "bean %s, which decrypts values, is not made".formatted(type);
      leftOut.add(file, element, what, DependentRules.NOTHING, false);
    } else if (!type.isEmpty() && !type.startsWith(SPRING)) {
      known = unknown(file, element, "class " + type);
    }
    // As in Spring, of two that name the same value the later decides, and a file after all others.
    Map<String, Optional<String>> inline = new HashMap<>();
    List<String> locations = new ArrayList<>(split(element.getAttribute("location")));
    boolean optional = isTrue(element.getAttribute("ignore-resource-not-found"));
    boolean ignoring = isTrue(element.getAttribute("ignore-unresolvable"));
    boolean localOverride = isTrue(element.getAttribute("local-override"));
    for (Element property : KnownElements.in(element)) {
      String value = property.getAttribute("value");
      switch (property.getAttribute("name")) {
        case "location", "locations" -> {
          locations.addAll(texts(property));
          known &= isText(property) || unknown(file, property, "a bean in locations");
        }
        case "ignoreResourceNotFound" -> optional |= isTrue(value);
        case "ignoreUnresolvablePlaceholders" -> ignoring |= isTrue(value);
        case "localOverride" -> localOverride |= isTrue(value);
        case "properties" -> known &= inline(file, property, inline, decrypts);
        case "systemPropertiesMode", "systemPropertiesModeName", "searchSystemEnvironment" -> {
          // Nothing of the system is known here.
        }
        default ->
            known &=
                isPassedOver(property, alone)
                    || unknown(file, property, "property " + property.getAttribute("name"));
      }
    }
    Map<String, Optional<String>> values = new HashMap<>(localOverride ? Map.of() : inline);
    for (String location : locations) {
      Optional<Map<String, Optional<String>>> read =
          read(file, element, location.strip(), optional, decrypts);
      if (read.isEmpty()) {
        // It may have any of those before it.
        values.clear();
      }
      read.ifPresent(values::putAll);
    }
    values.putAll(localOverride ? inline : Map.of());
    placeholders.add(values);
    if (unread) {
      placeholders.notAllKnown();
    }
    if (!known) {
      placeholders.doubt();
    }
    placeholders.replace(ignoring);
  }

  private static boolean isText(Element property) {
    return !property.hasAttribute("ref")
        && KnownElements.in(property).stream()
            .allMatch(
                inner -> inner.getLocalName().matches("value|list|set|array") && isText(inner));
  }

  private boolean attributes(Path file, Element element, boolean alone) {
    Set<String> read = element.hasAttribute("class") ? OF_BEANS : OF_CONTEXT;
    return BeanActs.attributes(element)
        .filter(attribute -> attribute.getNamespaceURI() == null)
        .map(Attr::getLocalName)
        .filter(name -> !read.contains(name) && !(alone && name.equals("order")))
        .map(name -> unknown(file, element, "attribute " + name))
        .reduce(true, Boolean::logicalAnd);
  }

  private static boolean isPassedOver(Element inner, boolean alone) {
    String name = inner.getAttribute("name");
    return !KnownElements.isSprings(inner, "property")
        ? !KnownElements.isSprings(inner)
            || inner.getLocalName().matches("description|meta|constructor-arg")
        : alone && name.equals("order");
  }

  /**
   * Records something that may change which value applies, or what a placeholder is. It returns
   * false.
   */
  private boolean unknown(Path file, Element element, String what) {
    leftOut.add(
        file,
        element,
        what + " of what replaces placeholders is not obeyed",
        DependentRules.GATE,
        false);
    return false;
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

  private boolean inline(
      Path file, Element property, Map<String, Optional<String>> into, boolean decrypts)
      throws IOException {
    Properties found = new Properties();
    boolean known = property.hasAttribute("value") || !property.hasAttribute("ref");
    found.load(new StringReader(property.getAttribute("value")));
    for (Element inner : KnownElements.in(property)) {
      if (KnownElements.isSprings(inner, "value")) {
        found.load(new StringReader(KnownElements.text(inner)));
      } else if (KnownElements.isSprings(inner, "props") && !inner.hasAttribute("merge")) {
        KnownElements.in(inner)
            .forEach(prop -> found.setProperty(prop.getAttribute("key"), KnownElements.text(prop)));
      } else {
        known = false;
      }
    }
    into.putAll(values(found, decrypts));
    return known || unknown(file, property, "property properties");
  }

  /** Returns the content of a file; empty if it is not read. */
  private Optional<Map<String, Optional<String>>> read(
      Path file, Element element, String location, boolean optional, boolean decrypts) {
    Optional<Path> path =
        placeholders.folders(location) instanceof Placeholders.Result.Text text
            ? DeclaredElements.beside(file, text.text())
            : Optional.empty();
    if (path.isEmpty() || !reach.allows(path.get())) {
      unread = true;
      leftOut.add(
          file,
          element,
          "properties of \"%s\" are not read: it is not a file of the folder".formatted(location),
          DependentRules.NOTHING,
          false);
      return Optional.empty();
    }
    if (!Files.exists(path.get())) {
      if (optional) {
        return Optional.of(Map.of());
      }
      leftOut.faults().add(file, element, Weight.START, XmlFaults.FILE_MISSING, path.get());
      unread = true;
      return Optional.empty();
    }
    try {
      return Optional.of(values(path.get(), decrypts));
    } catch (IOException e) {
      String name = String.valueOf(path.get().getFileName());
      leftOut
          .faults()
          .add(file, element, Weight.START, XmlFaults.FILE_UNREADABLE, name, RegularFile.reason(e));
      unread = true;
      return Optional.empty();
    }
  }

  private static Map<String, Optional<String>> values(Path path, boolean decrypts)
      throws IOException {
    Properties properties = new Properties();
    try (InputStream in =
        new ByteArrayInputStream(RegularFile.read(path, (int) FileReach.MOST_BYTES).bytes())) {
      properties.load(in);
    } catch (IllegalArgumentException e) {
      throw new IOException(e.getMessage(), e);
    }
    return values(properties, decrypts);
  }

  /** Returns the values. Values that another's bean would decrypt are unknown. */
  private static Map<String, Optional<String>> values(Properties properties, boolean decrypts) {
    Map<String, Optional<String>> values = new HashMap<>();
    for (String name : properties.stringPropertyNames()) {
      String value = properties.getProperty(name);
      values.put(
          name,
          decrypts && value.strip().startsWith(ENCRYPTED) ? Optional.empty() : Optional.of(value));
    }
    return values;
  }
}
