package io.portcullis.broker.configuration;

import io.portcullis.broker.configuration.DeclaredElements.Declared;
import io.portcullis.broker.xml.BeanClasses;
import io.portcullis.broker.xml.KnownElements;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.w3c.dom.Attr;
import org.w3c.dom.Element;

/** Finds which top-level element a name stands for at a start. */
final class DeclaredNames {

  private static final int MOST_DEEP = 100;
  private static final Set<String> BROKERS =
      Set.of(
          "org.apache.activemq.broker.BrokerService",
          "org.apache.activemq.xbean.XBeanBrokerService");

  private final Placeholders placeholders;
  private final Map<String, List<Declared>> named = new HashMap<>();
  private final Map<String, String> aliases = new HashMap<>();
  private final Map<String, String> types = new HashMap<>();
  private final Set<String> referred = new HashSet<>();

  /** The elements that share their first name, by that name. */
  private final Map<String, List<Declared>> sameNames = new HashMap<>();

  private final Map<Declared, Integer> positions = new HashMap<>();
  private final int firstBroker;

  /**
   * @param all the elements, in the order in which a start reads them
   * @param placeholders the placeholders that a start replaces in names and classes
   */
  DeclaredNames(List<Declared> all, Placeholders placeholders) {
    this.placeholders = placeholders;
    for (Declared each : all) {
      Element element = each.element();
      if (KnownElements.isSprings(element, "alias")) {
        aliases.put(text(element.getAttribute("alias")), text(element.getAttribute("name")));
      }
      names(element).forEach(name -> named.computeIfAbsent(name, n -> new ArrayList<>()).add(each));
      refer(element);
      own(each)
          .ifPresent(name -> sameNames.computeIfAbsent(name, n -> new ArrayList<>()).add(each));
      positions.put(each, positions.size());
    }
    firstBroker =
        all.stream()
            .filter(each -> BROKERS.contains(UntrustedBeans.type(each.element())))
            .findFirst()
            .map(positions::get)
            .orElse(all.size());
    named.forEach((name, elements) -> types.put(name, type(last(elements).element())));
    // Spring asks aliases first.
    aliases.forEach((alias, name) -> types.put(alias, types.getOrDefault(target(name), "")));
  }

  private void refer(Element element) {
    BeanActs.attributes(element)
        .filter(DeclaredNames::refers)
        .forEach(attribute -> referred.add(name(attribute)));
    KnownElements.in(element).forEach(this::refer);
  }

  private static boolean refers(Attr attribute) {
    return attribute.getLocalName().matches("ref|bean|parent|factory-bean|.*-ref")
        || attribute.getValue().startsWith("#");
  }

  private String name(Attr attribute) {
    return text(attribute.getValue()).replaceFirst("^#", "").strip();
  }

  /** Returns a text with its placeholders replaced, as far as their values are known. */
  String text(String raw) {
    return placeholders.in(raw) instanceof Placeholders.Result.Text text ? text.text() : raw;
  }

  private static Stream<String> names(Element element) {
    return Stream.concat(
            Stream.of(element.getAttribute("id")),
            KnownElements.isSprings(element, "bean")
                ? Stream.of(element.getAttribute("name").split("[,; ]", -1))
                : Stream.of())
        .filter(name -> !name.isBlank())
        .distinct();
  }

  private static Declared last(List<Declared> elements) {
    return elements.get(elements.size() - 1);
  }

  /**
   * Returns the class of an element, or its parent's class if it names none; empty if it is
   * unknown.
   */
  String type(Element element) {
    Element at = element;
    for (int i = 0; i < MOST_DEEP; i++) {
      String type = text(UntrustedBeans.type(at));
      List<Declared> parents = named.get(target(text(at.getAttribute("parent"))));
      if (!type.isEmpty() || parents == null) {
        return type;
      }
      at = last(parents).element();
    }
    return "";
  }

  /** Returns the target of an alias, and any other element itself. */
  private String target(String name) {
    String at = name;
    for (int i = 0; i < MOST_DEEP && aliases.containsKey(at); i++) {
      at = aliases.get(at);
    }
    return at;
  }

  /** Returns the classes by the names of beans; empty if a class is unknown. */
  Map<String, String> types() {
    return types;
  }

  /** Tells whether an element is only the parent of others. */
  static boolean isAbstract(Element element) {
    return KnownElements.isSprings(element, "bean")
        && element.getAttribute("abstract").equals("true");
  }

  /** Tells whether a later definition of the same name replaces this one. */
  boolean isReplaced(Declared declared) {
    List<Declared> same = sameName(declared);
    return !same.isEmpty() && !last(same).equals(declared);
  }

  private List<Declared> sameName(Declared declared) {
    return own(declared).map(sameNames::get).orElse(List.of());
  }

  private static Optional<String> own(Declared declared) {
    return names(declared.element()).findFirst();
  }

  /** Tells whether it shares a name with another element that is created. */
  boolean takesAName(Declared declared) {
    return names(declared.element())
        .flatMap(name -> named.get(name).stream())
        .anyMatch(other -> !other.equals(declared) && UntrustedBeans.isMade(type(other.element())));
  }

  /** Tells whether a start takes it as the broker before it looks for another. */
  boolean isTakenAsBroker(Declared declared) {
    return names(declared.element()).anyMatch(target(BrokerFile.PREFERRED)::equals);
  }

  /** Tells whether a start that looks for brokers by class finds it before one that is created. */
  boolean comesFirst(Declared declared) {
    return !named.containsKey(target(BrokerFile.PREFERRED))
        && Stream.concat(Stream.of(declared), sameName(declared).stream())
            .anyMatch(each -> positions.get(each) < firstBroker);
  }

  /**
   * Tells whether its purpose is unknown: its class is missing here, and no other element refers to
   * it. What the classes did that ActiveMQ has no more is known: they had no part in a broker.
   */
  boolean isUnknown(Declared declared) {
    String type = type(declared.element());
    return !type.isEmpty()
        && BeanActs.find(type).isEmpty()
        && !BeanClasses.isRemoved(type)
        && !BeanActs.isOfWebServer(type)
        && names(declared.element()).noneMatch(referred::contains);
  }

  /** Returns the name of a created bean that an element refers to; empty if there is none. */
  Optional<String> madeOf(Element element) {
    return BeanActs.attributes(element)
        .filter(DeclaredNames::refers)
        .map(this::name)
        .filter(
            name ->
                UntrustedBeans.isMade(types.getOrDefault(name, name.replaceFirst("#\\d+$", ""))))
        .findFirst();
  }
}
