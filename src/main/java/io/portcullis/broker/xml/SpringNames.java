package io.portcullis.broker.xml;

import java.util.List;
import java.util.Map;
import java.util.Set;

/** The elements of Spring's beans, with the attributes and elements that may stand in them. */
final class SpringNames {

  private static final Set<String> VALUES =
      Set.of(
          "bean",
          "ref",
          "idref",
          "value",
          "null",
          "array",
          "list",
          "set",
          "map",
          "props",
          "description");

  private static final Set<String> OF_BEAN =
      Set.of(
          "description",
          "meta",
          "constructor-arg",
          "property",
          "lookup-method",
          "replaced-method",
          "qualifier");

  private static final Map<String, Set<String>> ELEMENTS =
      Map.ofEntries(
          Map.entry("beans", Set.of("description", "import", "alias", "bean", "beans")),
          Map.entry("bean", OF_BEAN),
          Map.entry("property", with(VALUES, "meta")),
          Map.entry("constructor-arg", VALUES),
          Map.entry("list", VALUES),
          Map.entry("set", VALUES),
          Map.entry("array", VALUES),
          Map.entry("map", Set.of("description", "entry")),
          Map.entry("entry", with(VALUES, "key")),
          Map.entry("key", VALUES),
          Map.entry("props", Set.of("prop")));

  private static final Map<String, Set<String>> ATTRIBUTES =
      Map.ofEntries(
          Map.entry(
              "beans",
              Set.of(
                  "profile",
                  "default-lazy-init",
                  "default-merge",
                  "default-autowire",
                  "default-autowire-candidates",
                  "default-init-method",
                  "default-destroy-method")),
          Map.entry(
              "bean",
              Set.of(
                  "id",
                  "name",
                  "class",
                  "parent",
                  "scope",
                  "abstract",
                  "lazy-init",
                  "autowire",
                  "depends-on",
                  "autowire-candidate",
                  "primary",
                  "init-method",
                  "destroy-method",
                  "factory-method",
                  "factory-bean")),
          Map.entry("property", Set.of("name", "ref", "value")),
          Map.entry("constructor-arg", Set.of("index", "type", "name", "ref", "value")),
          Map.entry("import", Set.of("resource")),
          Map.entry("alias", Set.of("name", "alias")),
          Map.entry("ref", Set.of("bean", "parent")),
          Map.entry("entry", Set.of("key", "key-ref", "value", "value-ref", "value-type")),
          Map.entry("prop", Set.of("key")));

  /** What an element must have that lacks an attribute. */
  private static final Map<String, List<String>> NEEDED =
      Map.of(
          "property", List.of("name"),
          "import", List.of("resource"),
          "alias", List.of("name", "alias"),
          "prop", List.of("key"),
          "meta", List.of("key", "value"));

  private SpringNames() {}

  private static Set<String> with(Set<String> names, String more) {
    Set<String> all = new java.util.TreeSet<>(names);
    all.add(more);
    return all;
  }

  /** Tells whether it is known what may stand in an element. */
  static boolean knows(String element) {
    return ELEMENTS.containsKey(element);
  }

  /** Returns the names of the elements that may stand in one. */
  static Set<String> elements(String element) {
    return ELEMENTS.getOrDefault(element, Set.of());
  }

  /** Returns the names of the attributes of an element; empty if they are not known. */
  static Set<String> attributes(String element) {
    return ATTRIBUTES.getOrDefault(element, Set.of());
  }

  /** Returns the attributes that an element must have. */
  static List<String> needed(String element) {
    return NEEDED.getOrDefault(element, List.of());
  }
}
