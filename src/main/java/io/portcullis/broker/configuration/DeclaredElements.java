package io.portcullis.broker.configuration;

import io.portcullis.broker.platform.FileReach;
import io.portcullis.broker.platform.NamedFile;
import io.portcullis.broker.xml.FileFault.Weight;
import io.portcullis.broker.xml.KnownElements;
import io.portcullis.broker.xml.UnreadableFileException;
import io.portcullis.broker.xml.XmlFaults;
import io.portcullis.rule.Fault;
import java.io.IOException;
import java.nio.file.FileSystemNotFoundException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.w3c.dom.Document;
import org.w3c.dom.Element;

/**
 * The top-level elements of a configuration and of its imports in the same folder, in the order in
 * which a start reads them.
 */
final class DeclaredElements {

  private static final int MOST_FILES = 100;
  private static final int MOST_ELEMENTS = 100_000;

  /** Attributes of the root element that change how a start treats all beans. */
  private static final List<String> CHANGING =
      List.of("profile", "default-autowire", "default-init-method", "default-destroy-method");

  /**
   * A top-level element.
   *
   * @param file the file that contains it
   * @param element the element
   */
  record Declared(Path file, Element element) {}

  private final FileReach reach;
  private final Placeholders placeholders;
  private final Omissions leftOut;
  private final List<Declared> found = new ArrayList<>();
  private final Set<Path> files = new HashSet<>();

  /** The file that is read, and those that import it. */
  private final Deque<Path> reading = new ArrayDeque<>();

  private int elements;

  private DeclaredElements(FileReach reach, Placeholders placeholders, Omissions leftOut) {
    this.reach = reach;
    this.placeholders = placeholders;
    this.leftOut = leftOut;
  }

  /**
   * Reads the elements.
   *
   * @throws IOException if a file cannot be read
   */
  static List<Declared> of(Path file, FileReach reach, Placeholders placeholders, Omissions leftOut)
      throws IOException {
    DeclaredElements elements = new DeclaredElements(reach, placeholders, leftOut);
    elements.read(file);
    return elements.found;
  }

  private void read(Path file) throws IOException {
    Path real = file.toRealPath();
    if (reading.contains(real)) {
      throw new IOException("%s imports itself, so a start fails".formatted(file.getFileName()));
    }
    if (!files.add(real)) {
      return;
    }
    reading.push(real);
    readNew(file);
    reading.pop();
  }

  private void readNew(Path file) throws IOException {
    if (files.size() > MOST_FILES) {
      throw new IOException("it imports more than %d files".formatted(MOST_FILES));
    }
    Document document = leftOut.faults().document(file, reach);
    Element root = document.getDocumentElement();
    elements += root.getElementsByTagName("*").getLength();
    if (elements > MOST_ELEMENTS) {
      throw new IOException(
          "it imports more than %d elements, the most that is read".formatted(MOST_ELEMENTS));
    }
    if (!KnownElements.isSprings(root, "beans")) {
      found.add(new Declared(file, root));
      return;
    }
    declared(file, root);
  }

  /** Returns the elements in {@code <beans>}. Like XBean, it skips others. */
  private void declared(Path file, Element beans) throws IOException {
    for (String attribute : CHANGING) {
      if (beans.hasAttribute(attribute)) {
        leave(file, beans, "attribute %s of <beans> is not obeyed".formatted(attribute));
      }
    }
    for (Element element : KnownElements.in(beans)) {
      if (KnownElements.isSprings(element, "beans")) {
        leave(file, element, "<beans> in <beans> is not read");
      } else if (KnownElements.isSprings(element, "import")) {
        imported(file, element);
      } else {
        found.add(new Declared(file, element));
      }
    }
  }

  private void leave(Path file, Element element, String what) {
    leftOut.add(file, element, what, DependentRules.GATE, false);
  }

  private void imported(Path file, Element element) throws IOException {
    String resource = element.getAttribute("resource");
    Optional<Path> path =
        placeholders.folders(resource) instanceof Placeholders.Result.Text text
            ? beside(file, text.text())
            : Optional.empty();
    if (path.isEmpty() || !reach.allows(path.get())) {
      leftOut.defineMore();
      leave(
          file,
          element,
          "import of \"%s\" is not read: it is not a file of the folder".formatted(resource));
      return;
    }
    if (!Files.exists(path.get())) {
      fail(file, element, XmlFaults.FILE_MISSING, path.get());
      return;
    }
    Deque<Path> before = new ArrayDeque<>(reading);
    try {
      read(path.get());
    } catch (UnreadableFileException e) {
      reading.clear();
      reading.addAll(before);
      fail(file, element, XmlFaults.FILE_UNREADABLE, path.get().getFileName(), e.getMessage());
    }
  }

  /** Reports an import because of which a start fails. What it defines is unknown. */
  private void fail(Path file, Element element, Fault fault, Object... arguments) {
    leftOut.faults().add(file, element, Weight.START, fault, arguments);
    leftOut.defineMore();
    leave(
        file,
        element,
        "what \"%s\" defines is not known".formatted(element.getAttribute("resource")));
  }

  /** Returns the file that a text names; empty if it is a pattern or not on a file system. */
  static Optional<Path> beside(Path file, String text) {
    try {
      if (text.startsWith("file:")) {
        return NamedFile.path(text);
      }
      return text.isBlank() || text.matches("(?s)\\w[\\w+.-]+:.*|.*[*?{}].*")
          ? Optional.empty()
          : Optional.of(file.toAbsolutePath().resolveSibling(text));
    } catch (IllegalArgumentException | FileSystemNotFoundException e) {
      return Optional.empty();
    }
  }
}
