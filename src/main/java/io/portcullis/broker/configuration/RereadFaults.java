package io.portcullis.broker.configuration;

import io.portcullis.broker.platform.FileReach;
import io.portcullis.broker.xml.FileFault;
import io.portcullis.broker.xml.FileFaults;
import io.portcullis.broker.xml.KnownElements;
import io.portcullis.broker.xml.LoadFaults;
import io.portcullis.broker.xml.UnreadableFileException;
import io.portcullis.enforce.Disposition;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.springframework.core.io.Resource;
import org.w3c.dom.Element;

/**
 * Finds everything that is wrong in a broker's own file, and in those that it imports, after Spring
 * refused it. It says it in the same words as {@code check}.
 */
final class RereadFaults {

  /** The maximum number of files to read. A configuration has fewer. */
  private static final int MOST_FILES = 100;

  /** The maximum number of lines. More would not tell more. */
  private static final int MOST_LINES = 20;

  /** What a remedy adds for {@code check}, which goes on. A reload does not. */
  private static final Pattern GOES_ON =
      Pattern.compile(";? [Tt]he rest is judged as if it said so$");

  private final FileFaults faults = FileFaults.ofOwnFile();
  private final Set<Path> read = new HashSet<>();
  private final List<String> lines = new ArrayList<>();

  private RereadFaults() {}

  /**
   * Returns what is wrong, a line each: file, line, element, what was found, what to do.
   *
   * @param error what Spring said
   * @return empty if no place in the files is known for it, or if it is no file
   */
  static List<String> of(Resource resource, Throwable error) throws IOException {
    if (!resource.isFile()) {
      return List.of();
    }
    RereadFaults reread = new RereadFaults();
    Path file = resource.getFile().toPath().toAbsolutePath();
    reread.read(file);
    reread.place(error);
    return reread.lines.stream().limit(MOST_LINES).toList();
  }

  private void place(Throwable error) {
    LoadFaults places = new LoadFaults(faults);
    boolean isKnown = !lines.isEmpty() || places.add(error) || areRefused();
    if (!isKnown) {
      places.addAnywhere(error);
    }
    faults.all().stream()
        .filter(RereadFaults::isRefused)
        .map(RereadFaults::line)
        .forEach(lines::add);
  }

  private boolean areRefused() {
    return faults.all().stream().anyMatch(RereadFaults::isRefused);
  }

  private static boolean isRefused(FileFault fault) {
    return fault.finding().disposition() == Disposition.REFUSED;
  }

  private static String line(FileFault fault) {
    String words = GOES_ON.matcher(fault.line(fault.file())).replaceFirst("");
    return "%s, %s".formatted(fault.file(), words);
  }

  private void read(Path file) {
    if (read.size() == MOST_FILES || !read.add(file.normalize())) {
      return;
    }
    try {
      Element root = faults.document(file, FileReach.EVERYWHERE).getDocumentElement();
      for (Element element : KnownElements.in(root)) {
        if (KnownElements.isSprings(element, "import")) {
          Optional<Path> other = DeclaredElements.beside(file, element.getAttribute("resource"));
          other.ifPresent(this::read);
        }
      }
    } catch (UnreadableFileException e) {
      // Spring reads document types. So its own words say what is wrong.
      if (e.isOfDocumentType()) {
        return;
      }
      e.getMessage().lines().map(said -> "%s, %s".formatted(file, said)).forEach(lines::add);
    } catch (IOException e) {
      // Spring has said so, and its words name the file.
      return;
    }
  }
}
