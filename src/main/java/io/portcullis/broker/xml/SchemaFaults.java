package io.portcullis.broker.xml;

import io.portcullis.broker.xml.FileFault.Weight;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.w3c.dom.Attr;
import org.w3c.dom.Element;
import org.w3c.dom.NamedNodeMap;

/**
 * Says what the schema found, in words that need no knowledge of schemas. It leaves out what {@link
 * WrongNames} said already, and elements of other vendors.
 *
 * <p>The keys are those of <a href="https://www.w3.org/TR/xmlschema-1/#outcome-vr">XML Schema</a>.
 */
final class SchemaFaults {

  /** What a text of a type of the schema may be. */
  private static final Map<String, String> KINDS =
      Map.ofEntries(
          Map.entry("boolean", "write true or false"),
          Map.entry("integer", "write a whole number"),
          Map.entry("int", "write a whole number"),
          Map.entry("long", "write a whole number"),
          Map.entry("short", "write a whole number up to 32767"),
          Map.entry("float", "write a number"),
          Map.entry("double", "write a number"),
          Map.entry("ID", "write a name that begins with a letter and has no blank or colon"),
          Map.entry("NCName", "write a name that begins with a letter and has no blank or colon"));

  private static final Pattern QUOTED = Pattern.compile("'([^']*)'");
  private static final Pattern CHOICE = Pattern.compile("\\[([\\w, .-]+)]");
  private static final Pattern EXPECTED = Pattern.compile("\\{([^}]*)}");
  private static final Pattern ADDRESS = Pattern.compile("'([^' ]+\\.xsd)'");

  private final Path file;
  private final FileFaults faults;

  SchemaFaults(Path file, FileFaults faults) {
    this.file = file;
    this.faults = faults;
  }

  /** Reports what the schema found in an element and in those within it. */
  void check(Element element) {
    boolean isKnown = KnownElements.isSprings(element) || KnownElements.isMapped(element);
    if (!isKnown) {
      return;
    }
    List<String> messages = LocatedXml.messages(element);
    for (String message : messages) {
      tell(element, message, messages);
    }
    KnownElements.in(element).forEach(this::check);
  }

  private void tell(Element element, String message, List<String> all) {
    String key = message.replaceFirst("(?s)[: ].*", "");
    if (key.startsWith("cvc-elt.1") || key.startsWith("cvc-complex-type.2.4.c")) {
      unnamed(element, all);
    } else if (key.matches("cvc-complex-type\\.2\\.4\\.[ad].*")) {
      misplaced(element, message);
    } else if (key.startsWith("cvc-complex-type.2.4.b")) {
      faults.add(
          file, element, Weight.SCHEMA, XmlFaults.ELEMENT_MISSING, putting(expected(message)));
    } else if (key.startsWith("cvc-complex-type.3.2.2")) {
      unknown(element, message);
    } else if (key.startsWith("cvc-complex-type.4")) {
      missing(element, message);
    } else if (key.startsWith("cvc-attribute")) {
      value(element, message, all);
    } else if (key.startsWith("cvc-type.3.1")) {
      text(element, message, all);
    } else if (key.matches("cvc-complex-type\\.2\\.[123].*")) {
      faults.add(file, element, Weight.SCHEMA, XmlFaults.TEXT_MISPLACED);
    } else if (key.startsWith("cvc-id")) {
      faults.add(
          file, element, "id", Weight.SCHEMA, XmlFaults.ID_TWICE, Shortened.of(quoted(message, 0)));
    } else if (!isDetail(key)) {
      faults.add(file, element, Weight.SCHEMA, XmlFaults.SCHEMA_OTHER, Shortened.of(message));
    }
  }

  /** Tells whether another message says the same of the attribute or element as a whole. */
  private static boolean isDetail(String key) {
    return key.matches("cvc-(datatype|enumeration|pattern|length|m(in|ax)).*|schema_reference.*");
  }

  private void unnamed(Element element, List<String> all) {
    Optional<String> address =
        all.stream()
            .filter(message -> message.startsWith("schema_reference"))
            .map(ADDRESS::matcher)
            .filter(Matcher::find)
            .map(found -> found.group(1))
            .findFirst();
    faults.add(
        file,
        element,
        Weight.SCHEMA,
        XmlFaults.SCHEMA_UNNAMED,
        element.getLocalName(),
        address
            .map(wrong -> SchemaLocations.inPlaceOf(wrong, element))
            .orElseGet(() -> SchemaLocations.naming(element)));
  }

  private void misplaced(Element element, String message) {
    if (faults.has(file, element, "") || isSaidOfParent(element)) {
      return;
    }
    Element parent = (Element) element.getParentNode();
    faults.add(
        file,
        element,
        Weight.SCHEMA,
        XmlFaults.ELEMENT_MISPLACED,
        "<%s>".formatted(Shortened.of(parent.getLocalName())),
        expected(message).isEmpty()
            ? "remove it, or look whether it stands there twice"
            : "remove it, or move it; there may stand " + expected(message));
  }

  /** Says what to put in. Of several elements that the schema expects, one is enough. */
  private static String putting(String expected) {
    return (expected.contains(",") ? "put in one of " : "put in ") + expected;
  }

  private boolean isSaidOfParent(Element element) {
    return !(element.getParentNode() instanceof Element parent) || faults.has(file, parent, "");
  }

  /** Returns what the schema expects, without namespaces. */
  private static String expected(String message) {
    Matcher list = EXPECTED.matcher(message.replaceAll("WC\\[[^\\]]*]", ""));
    return list.find()
        ? Shortened.of(
            String.join(
                ", ",
                Stream.of(list.group(1).split(",", -1))
                    .map(name -> name.replaceFirst("\\s*\"[^\"]*\":", "").strip())
                    .filter(name -> name.matches("[\\w-]+"))
                    .distinct()
                    .map("<%s>"::formatted)
                    .toList()))
        : "";
  }

  private void unknown(Element element, String message) {
    String name = quoted(message, 0);
    // A name that was corrected is no attribute any more, and has its fault.
    if (!faults.has(file, element, name) && !faults.has(file, element, "")) {
      faults.add(
          file,
          element,
          name,
          Weight.SCHEMA,
          XmlFaults.ATTRIBUTE_UNKNOWN,
          "<%s>".formatted(Shortened.of(element.getLocalName())),
          Shortened.of(name),
          "remove it");
    }
  }

  private void missing(Element element, String message) {
    List<String> needed =
        SpringNames.needed(element.getLocalName()).stream()
            .filter(name -> !element.hasAttribute(name))
            .toList();
    String name = needed.isEmpty() ? quoted(message, 0) : String.join(" and ", needed);
    faults.add(
        file, element, Weight.SCHEMA, XmlFaults.ATTRIBUTE_MISSING, "add " + Shortened.of(name));
  }

  private void value(Element element, String message, List<String> all) {
    Optional<Attr> found = attribute(element, message);
    if (found.isEmpty()) {
      return;
    }
    Attr attribute = found.get();
    Weight weight = weight(element, attribute);
    if (weight == Weight.START) {
      faults.exclude(file, element, attribute.getName());
    }
    faults.add(
        file,
        element,
        attribute.getName(),
        weight,
        XmlFaults.VALUE_WRONG,
        attribute.getName(),
        Shortened.of(attribute.getValue()),
        remedy(message, all));
  }

  /** A start fails for a value that its property cannot have. */
  private static Weight weight(Element element, Attr attribute) {
    boolean fails =
        Optional.of(BeanClasses.named(element))
            .filter(type -> !type.isEmpty())
            .flatMap(BeanClasses::find)
            .flatMap(type -> BeanClasses.typeOf(type, attribute.getLocalName()))
            .filter(type -> !BeanClasses.takes(type, attribute.getValue()))
            .isPresent();
    return fails ? Weight.START : Weight.SCHEMA;
  }

  /** Finds the attribute that a message is about, in whatever language. */
  private static Optional<Attr> attribute(Element element, String message) {
    List<String> words = QUOTED.matcher(message).results().map(word -> word.group(1)).toList();
    NamedNodeMap attributes = element.getAttributes();
    for (int i = 0; i < attributes.getLength(); i++) {
      Attr attribute = (Attr) attributes.item(i);
      if (words.contains(attribute.getName()) && message.contains(attribute.getValue())) {
        return Optional.of(attribute);
      }
    }
    return Optional.empty();
  }

  private void text(Element element, String message, List<String> all) {
    faults.add(
        file,
        element,
        Weight.SCHEMA,
        XmlFaults.TEXT_WRONG,
        Shortened.of(KnownElements.text(element)),
        remedy(message, all));
  }

  private static String remedy(String message, List<String> all) {
    Optional<String> choice =
        all.stream()
            .filter(other -> other.startsWith("cvc-enumeration"))
            .map(CHOICE::matcher)
            .filter(Matcher::find)
            .map(found -> "write one of " + found.group(1))
            .findFirst();
    return choice.orElseGet(
        () ->
            Stream.concat(Stream.of(message), all.stream())
                .flatMap(said -> QUOTED.matcher(said).results())
                .map(word -> KINDS.get(word.group(1)))
                .filter(java.util.Objects::nonNull)
                .findFirst()
                .orElse("write a value of the kind that the manual of ActiveMQ names"));
  }

  private static String quoted(String message, int number) {
    return QUOTED
        .matcher(message)
        .results()
        .skip(number)
        .map(word -> word.group(1))
        .findFirst()
        .orElse("");
  }
}
