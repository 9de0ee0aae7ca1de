package io.portcullis.broker.xml;

import io.portcullis.broker.platform.FileReach;
import io.portcullis.broker.xml.FileFault.Weight;
import io.portcullis.rule.Fault;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.w3c.dom.Document;
import org.w3c.dom.Element;

/**
 * Collects what is wrong in a broker's file and in those that it imports. It reads each file once.
 * Where the name that was meant is clear, the tree has that name, so that the rest can be judged.
 */
public final class FileFaults {

  /** The maximum number in a report. More would not tell more. */
  private static final int MOST = 500;

  private final Map<Path, Document> files = new LinkedHashMap<>();
  private final Map<String, FileFault> faults = new LinkedHashMap<>();
  private final Set<String> broken = new HashSet<>();
  private final Map<Path, Integer> order = new HashMap<>();
  private final boolean ownClassPath;

  private FileFaults(boolean ownClassPath) {
    this.ownClassPath = ownClassPath;
  }

  /** Collects those of a file whose broker may have other classes. */
  public static FileFaults ofAnyFile() {
    return new FileFaults(false);
  }

  /** Collects those of a file whose broker has the classes of this JVM. */
  public static FileFaults ofOwnFile() {
    return new FileFaults(true);
  }

  /** Whether the broker has the classes of this JVM. */
  boolean hasOwnClassPath() {
    return ownClassPath;
  }

  /**
   * Returns the tree of a file.
   *
   * @throws UnreadableFileException if it is no XML
   * @throws IOException if it cannot be read
   */
  public Document document(Path file, FileReach reach) throws IOException {
    Document known = files.get(file);
    if (known != null) {
      return known;
    }
    order.putIfAbsent(file, order.size());
    Document document = LocatedXml.read(file, reach);
    files.put(file, document);
    new WrongNames(file, this).check(document.getDocumentElement());
    new SchemaFaults(file, this).check(document.getDocumentElement());
    return document;
  }

  /** Returns the trees that were read, by their files. */
  Map<Path, Document> documents() {
    return files;
  }

  /** Adds a fault of an element. Tells whether it is new. */
  public boolean add(Path file, Element element, Weight weight, Fault fault, Object... arguments) {
    return add(file, element, "", weight, fault, arguments);
  }

  /** Adds a fault of an attribute. Tells whether it is new, or weighs more than the known one. */
  public boolean add(
      Path file,
      Element element,
      String attribute,
      Weight weight,
      Fault fault,
      Object... arguments) {
    String spot = spot(file, element, attribute);
    FileFault known = faults.get(spot);
    boolean heavier = known != null && known.weight() == Weight.SCHEMA && weight != Weight.SCHEMA;
    if ((known != null && !heavier) || faults.size() >= MOST) {
      return false;
    }
    faults.put(
        spot,
        FileFault.of(
            file,
            LocatedXml.line(element),
            spot,
            weight,
            LocatedXml.describe(element),
            fault,
            arguments));
    return true;
  }

  private static String spot(Path file, Element element, String attribute) {
    return file + "#" + LocatedXml.number(element) + "@" + attribute;
  }

  /** Tells whether an element, or this attribute of it, has a fault. */
  boolean has(Path file, Element element, String attribute) {
    return faults.containsKey(spot(file, element, attribute));
  }

  /** Lets nobody use an element, or this attribute of it, in the judgement of the rest. */
  void exclude(Path file, Element element, String attribute) {
    broken.add(spot(file, element, attribute));
  }

  /**
   * Tells whether an element, or this attribute of it, is so wrong that the rest is judged without
   * it.
   *
   * @param attribute the attribute's name; empty for the element itself
   */
  public boolean isExcluded(Path file, Element element, String attribute) {
    return broken.contains(spot(file, element, attribute));
  }

  /** Returns all, file by file, in the order of the lines. */
  public List<FileFault> all() {
    List<FileFault> all = new ArrayList<>(faults.values());
    all.sort(
        Comparator.comparing((FileFault fault) -> order.getOrDefault(fault.file(), order.size()))
            .thenComparingInt(fault -> fault.line()));
    return all;
  }

  /** Tells whether there are some, and only the schema finds them, as far as is known. */
  public boolean areOfSchemaOnly() {
    return !faults.isEmpty()
        && faults.values().stream().allMatch(fault -> fault.weight() == Weight.SCHEMA);
  }

  /** Tells whether a start fails for one of them, with or without the schema. */
  public boolean fail() {
    return faults.values().stream().anyMatch(fault -> fault.weight() == Weight.START);
  }

  /**
   * Adds that only the schema refuses the file, and how ActiveMQ would take it.
   *
   * @param restriction how far that is known, in words
   */
  public void addThatOnlyTheSchemaRefuses(Path file, String restriction) {
    String name = String.valueOf(file.getFileName());
    faults.put(
        name,
        FileFault.of(
            file, 1, name, Weight.CLASS_PATH, name, XmlFaults.SCHEMA_ONLY, name, restriction));
  }

  /** Adds an error of which nothing better is known than its words, at the root element. */
  public void addToRoot(Path file, String words) {
    Document document = files.get(file);
    if (document != null) {
      add(
          file,
          document.getDocumentElement(),
          Weight.START,
          XmlFaults.BEAN_UNMADE,
          Shortened.of(words));
    }
  }
}
