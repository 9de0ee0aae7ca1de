package io.portcullis.harden;

import io.portcullis.enforce.RegularFile;
import io.portcullis.harden.text.TextEncoding;
import io.portcullis.harden.text.TextFile;
import io.portcullis.harden.text.XmlNode;
import io.portcullis.harden.text.XmlText;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.charset.UnsupportedCharsetException;
import java.nio.file.FileVisitOption;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.BiFunction;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/**
 * The files of the copy before they are written. Names are relative to the folder, with slashes. A
 * file that no fix touches keeps its bytes.
 */
final class Draft {

  /** The namespace of the elements of a broker. */
  static final String ACTIVEMQ = "http://activemq.apache.org/schema/core";

  static final String BEANS = "http://www.springframework.org/schema/beans";

  private static final int MOST_FILES = 2_000;
  private static final int MOST_BYTES = 16 * 1024 * 1024;
  private static final long MOST_BYTES_IN_ALL = 64L * 1024 * 1024;
  private static final int MOST_DEEP = 8;

  private final Path folder;
  private final String main;
  private final Map<String, byte[]> bytes = new TreeMap<>();
  private final Map<String, TextFile> texts = new TreeMap<>();
  private final Set<String> notCopied = new LinkedHashSet<>();
  private final Set<String> created = new LinkedHashSet<>();

  /**
   * An element and the file that contains it.
   *
   * @param file the name of the file
   */
  record Spot(String file, XmlNode node) {}

  private Draft(Path folder, String main) {
    this.folder = folder;
    this.main = main;
  }

  /**
   * Reads the folder of a configuration.
   *
   * @param file the {@code activemq.xml}
   * @throws IOException if a file cannot be read, or there are too many; the message says which
   */
  static Draft of(Path file) throws IOException {
    Path folder = file.toAbsolutePath().normalize().getParent();
    Draft draft = new Draft(folder, file.getFileName().toString());
    long all = 0;
    for (Path each : files(folder)) {
      all += draft.read(each);
      if (all > MOST_BYTES_IN_ALL) {
        throw new IOException(
            "%s has more than %d bytes, so it is no conf folder"
                .formatted(folder, MOST_BYTES_IN_ALL));
      }
    }
    return draft;
  }

  private static List<Path> files(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder, MOST_DEEP + 1, FileVisitOption.FOLLOW_LINKS)) {
      List<Path> found =
          files
              .filter(file -> !Files.isDirectory(file))
              .filter(file -> !isVolumes(folder.relativize(file)))
              .limit(MOST_FILES + 1L)
              .toList();
      if (found.size() > MOST_FILES) {
        throw new IOException(
            "%s has more than %d files, so it is no conf folder".formatted(folder, MOST_FILES));
      }
      for (Path file : found) {
        if (folder.relativize(file).getNameCount() > MOST_DEEP) {
          throw new IOException(
              "%s lies more than %d folders deep, so it is not copied; move it"
                  .formatted(file, MOST_DEEP - 1));
        }
      }
      return found;
    } catch (UncheckedIOException e) {
      throw new IOException("%s cannot be read: %s".formatted(folder, e.getMessage()), e);
    }
  }

  /** Tells whether a file is in a folder of Kubernetes, to which links in the folder lead. */
  private static boolean isVolumes(Path name) {
    return name.getNameCount() > 1 && name.getName(0).toString().startsWith("..");
  }

  /** Returns a relative path with slashes. On Unix, a backslash is a letter of a name. */
  private static String slashed(Path path) {
    return path.toString().replace(File.separatorChar, '/');
  }

  /** Reads a file. Something that is no file, such as a pipe, is left out and listed. */
  private int read(Path file) throws IOException {
    String name = slashed(folder.relativize(file));
    if (!Files.isRegularFile(file)) {
      notCopied.add(name);
      return 0;
    }
    refuseOthersFile(file);
    try {
      byte[] content = RegularFile.read(file, MOST_BYTES).bytes();
      bytes.put(name, content);
      return content.length;
    } catch (IOException e) {
      throw new IOException("%s cannot be copied: %s".formatted(file, e.getMessage()), e);
    }
  }

  /**
   * A link out of the folder must lead to a file of the folder's owner. Otherwise whoever may write
   * there would get a copy of a file that only this process may read.
   */
  private void refuseOthersFile(Path file) throws IOException {
    Path real = file.toRealPath();
    if (!real.startsWith(folder.toRealPath())
        && !Files.getOwner(real).equals(Files.getOwner(folder))) {
      throw new IOException(
          "%s is a link to a file of another user (%s); put a copy in its place, or remove it"
              .formatted(file, real));
    }
  }

  /** Returns the names of what is no file, such as a pipe or a link that leads nowhere. */
  Set<String> notCopied() {
    return notCopied;
  }

  /** Returns the folder of the original. */
  Path folder() {
    return folder;
  }

  /** Returns the name of the file with the broker. */
  String main() {
    return main;
  }

  /** Tells whether the copy has a file. */
  boolean has(String name) {
    return bytes.containsKey(name);
  }

  /** Returns the names of all files. */
  Set<String> names() {
    return Set.copyOf(bytes.keySet());
  }

  /** Returns the bytes of a file as they are to be written. */
  byte[] bytes(String name) {
    return texts.containsKey(name) ? texts.get(name).bytes() : bytes.get(name);
  }

  /** Tells whether the original folder lacks a file. */
  boolean isCreated(String name) {
    return created.contains(name);
  }

  /** Returns the text files that differ from the original, with new ones. */
  Map<String, TextFile> changed() {
    Map<String, TextFile> changed = new TreeMap<>(texts);
    changed.values().removeIf(text -> !text.isChanged());
    return changed;
  }

  /**
   * Returns a file as text. XML has the encoding that it declares. In other files each byte is a
   * character.
   *
   * @throws IOException if it is not there or is no text
   */
  TextFile text(String name) throws IOException {
    TextFile known = texts.get(name);
    if (known != null) {
      return known;
    }
    if (!has(name)) {
      throw new IOException("%s is not there".formatted(name));
    }
    try {
      byte[] content = bytes.get(name);
      TextEncoding encoding =
          name.endsWith(".xml") ? TextEncoding.ofXml(content) : TextEncoding.ofProperties();
      TextFile text = TextFile.of(content, encoding);
      texts.put(name, text);
      return text;
    } catch (CharacterCodingException | UnsupportedCharsetException e) {
      throw new IOException("%s is no text in its encoding".formatted(name), e);
    }
  }

  /** Returns the texts of all files that are texts. */
  List<String> texts() {
    List<String> all = new ArrayList<>();
    for (String name : names()) {
      try {
        all.add(text(name).text());
      } catch (IOException e) {
        // XML in an encoding that it does not have. No fix reads it either.
      }
    }
    return all;
  }

  /** Returns an XML file with the places of its elements. */
  XmlText xml(String name) throws IOException {
    TextFile text = text(name);
    try {
      return XmlText.of(text.text(), text.lineEnd());
    } catch (IllegalArgumentException e) {
      throw new IOException("%s: %s".formatted(name, e.getMessage()), e);
    }
  }

  /**
   * Changes a text file.
   *
   * @param rule the id of the rule that needs the change
   * @return whether it changed
   */
  boolean edit(String name, String rule, UnaryOperator<String> change) throws IOException {
    TextFile text = text(name);
    String after = change.apply(text.text());
    if (after.equals(text.text())) {
      return false;
    }
    text.replace(rule, after);
    return true;
  }

  /** Changes an element, such as one that {@link #first} found. */
  boolean edit(Spot spot, String rule, BiFunction<XmlText, XmlNode, String> change)
      throws IOException {
    XmlText xml = xml(spot.file());
    return edit(spot.file(), rule, text -> change.apply(xml, spot.node()));
  }

  /** Adds a text file that the folder lacks. */
  void create(String name, String rule, String text) {
    TextFile file = TextFile.empty(StandardCharsets.UTF_8);
    file.replace(rule, text);
    texts.put(name, file);
    bytes.put(name, new byte[0]);
    created.add(name);
  }

  /** Adds a file that is no text, or replaces one. */
  void create(String name, byte[] content) {
    texts.remove(name);
    bytes.put(name, content);
    created.add(name);
  }

  /** Removes a file that nothing reads any more. */
  void remove(String name) {
    texts.remove(name);
    bytes.remove(name);
  }

  /**
   * Returns the first element that matches, in the file with the broker and in those that it
   * imports.
   */
  Optional<Spot> first(Predicate<XmlNode> which) throws IOException {
    return all(which).stream().findFirst();
  }

  /** Returns all elements that match, in the same order. */
  List<Spot> all(Predicate<XmlNode> which) throws IOException {
    List<Spot> spots = new ArrayList<>();
    for (String name : imported()) {
      xml(name).root().all().filter(which).forEach(node -> spots.add(new Spot(name, node)));
    }
    return spots;
  }

  /** Returns the file with the broker and the files in the folder that it imports. */
  private Set<String> imported() throws IOException {
    Set<String> names = new LinkedHashSet<>();
    Deque<String> waiting = new ArrayDeque<>(List.of(main));
    while (!waiting.isEmpty()) {
      String name = waiting.remove();
      if (has(name) && names.add(name)) {
        xml(name)
            .root()
            .all()
            .filter(node -> node.localName().equals("import"))
            .flatMap(node -> node.attribute("resource").stream())
            .flatMap(resource -> inFolder(name, resource).stream())
            .forEach(waiting::add);
      }
    }
    return names;
  }

  /**
   * Returns the name of a file in the folder that a configuration refers to.
   *
   * @param from the name of the file that refers to it
   * @param location such as {@code file:${activemq.conf}/credentials.properties}
   */
  Optional<String> inFolder(String from, String location) {
    String path = location.replaceFirst("^(file:(//)?|classpath:)", "");
    String conf = "${activemq.conf}";
    try {
      Path resolved =
          path.startsWith(conf)
              ? folder.resolve(path.substring(conf.length()).replaceFirst("^/+", ""))
              : folder.resolve(from).resolveSibling(path);
      Path plain = resolved.normalize();
      return plain.startsWith(folder)
          ? Optional.of(slashed(folder.relativize(plain)))
          : Optional.empty();
    } catch (InvalidPathException e) {
      return Optional.empty();
    }
  }

  /** Matches an element of ActiveMQ's namespace. */
  static Predicate<XmlNode> broker(String localName) {
    return node -> node.localName().equals(localName) && node.namespace().equals(ACTIVEMQ);
  }

  /** Matches a bean of a class. */
  static Predicate<XmlNode> bean(String type) {
    return node ->
        node.localName().equals("bean") && node.attribute("class").filter(type::equals).isPresent();
  }
}
