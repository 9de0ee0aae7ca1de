package io.portcullis.broker.configuration;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** The committed list of classes and setters that an untrusted configuration may use. */
final class ConfigurationClasses {

  private static final String RESOURCE = "configuration-classes.txt";

  /** The treatment of a property. */
  enum Use {
    /** It is set to text. */
    TEXT,
    /** It is set to listed beans. */
    PART,
    /** It is never set, and rules need it. */
    UNSET,
    /** It is never set, and no rule needs it. */
    SKIP
  }

  /**
   * A class that may be created.
   *
   * @param name the name of the class
   * @param properties the treatment of each property
   * @param initMethods the methods that are called after the properties are set
   */
  record Listed(String name, Map<String, Use> properties, Set<String> initMethods) {

    /** Returns the treatment of a property; empty if it is not listed. */
    Optional<Use> use(String property) {
      return Optional.ofNullable(properties.get(property));
    }

    /** Tells whether the property may be set. */
    boolean sets(String property) {
      Use use = properties.get(property);
      return use == Use.TEXT || use == Use.PART;
    }
  }

  private static final ConfigurationClasses ALL = read();

  private final Map<String, Listed> made = new LinkedHashMap<>();
  private final Set<String> plugins = new LinkedHashSet<>();
  private final Set<String> others = new LinkedHashSet<>();

  private ConfigurationClasses() {}

  /** Returns the list. */
  static ConfigurationClasses all() {
    return ALL;
  }

  /** Returns a class that may be created; empty if it may not. */
  Optional<Listed> made(String type) {
    return Optional.ofNullable(made.get(type));
  }

  /** All that are made. */
  Stream<Listed> made() {
    return made.values().stream();
  }

  /** Tells whether it is one of ActiveMQ's plugins that no rule judges. */
  boolean isPlainPlugin(String type) {
    return plugins.contains(type);
  }

  /** Tells whether the list names it, for any use. */
  boolean names(String type) {
    return made.containsKey(type) || plugins.contains(type) || others.contains(type);
  }

  private static ConfigurationClasses read() {
    try (InputStream in = ConfigurationClasses.class.getResourceAsStream(RESOURCE)) {
      if (in == null) {
        throw new IOException(RESOURCE + " is not in the jar");
      }
      ConfigurationClasses list = new ConfigurationClasses();
      new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))
          .lines()
          .filter(line -> !line.startsWith("#"))
          .forEach(list::add);
      return list;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void add(String line) {
    String[] words = line.strip().split(" ", -1);
    switch (words[0]) {
      case "class" ->
          made.put(words[1], new Listed(words[1], new HashMap<>(), new LinkedHashSet<>()));
      case "plugin" -> plugins.add(words[1]);
      case "other" -> others.add(words[1]);
      default -> addTo(last(), words);
    }
  }

  private Listed last() {
    return made.values().stream().reduce((one, next) -> next).orElseThrow();
  }

  private static void addTo(Listed type, String[] words) {
    for (int i = 1; i < words.length; i++) {
      if (words[0].equals("init")) {
        type.initMethods().add(words[i]);
      } else {
        type.properties().put(words[i], Use.valueOf(words[0].toUpperCase(Locale.ROOT)));
      }
    }
  }
}
