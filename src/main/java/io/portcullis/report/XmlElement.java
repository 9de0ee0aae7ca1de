package io.portcullis.report;

import java.nio.file.Path;
import java.util.Map;

/**
 * An element of an XML file and its place.
 *
 * @param place where it begins
 * @param name its local name
 * @param attributes its attributes, by local name, placeholders not replaced
 */
record XmlElement(Place place, String name, Map<String, String> attributes) {

  /**
   * A place in a file.
   *
   * @param file the file
   * @param line the line, counted from 1
   */
  record Place(Path file, int line) {}

  /** Copies the map. */
  XmlElement {
    attributes = Map.copyOf(attributes);
  }

  /** Returns an attribute; empty if there is none of that name. */
  String attribute(String attribute) {
    return attributes.getOrDefault(attribute, "");
  }

  /** Tells whether it is a bean of a class whose name ends so. */
  boolean isBean(String end) {
    return name.equals("bean") && attribute("class").endsWith(end);
  }
}
