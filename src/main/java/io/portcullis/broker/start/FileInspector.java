package io.portcullis.broker.start;

import io.portcullis.broker.platform.NamedFile;
import io.portcullis.broker.rights.LoginModules;
import io.portcullis.enforce.TimedLooks;
import io.portcullis.enforce.TimedLooks.NoAnswerException;
import io.portcullis.rule.FileFacts;
import io.portcullis.rule.FilesFacts;
import io.portcullis.rule.SilentFileFacts;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.activemq.broker.BrokerService;

/**
 * Finds out who may read and change the files that the broker depends on. A file that hangs is a
 * finding and does not block the caller. Each file has {@value #TIMEOUT_MILLIS} ms. After {@value
 * #IN_ALL_MILLIS} ms for all files, the others have little more.
 */
final class FileInspector {

  private static final long TIMEOUT_MILLIS = 2_000;
  private static final long IN_ALL_MILLIS = 6_000;
  private static final long LEAST_MILLIS = 100;

  private static final TimedLooks LOOKS = new TimedLooks("looks at a file");

  private final ProcessIdentity self;
  private final List<FileFacts> files = new ArrayList<>();
  private final List<SilentFileFacts> silent = new ArrayList<>();
  private final List<String> notChecked = new ArrayList<>();
  private final Set<Path> seen = new HashSet<>();
  private long waitedMillis;

  private FileInspector(ProcessIdentity self) {
    this.self = self;
  }

  /**
   * Returns the facts of a broker's files.
   *
   * @param modules the login modules that it may use
   * @param fromContext files that only the Spring context names
   */
  static FilesFacts files(
      BrokerService service, LoginModules modules, List<NamedFile> fromContext) {
    BrokerFiles.Found found = BrokerFiles.of(service, modules);
    List<NamedFile> named = new ArrayList<>(fromContext);
    named.addAll(found.files());
    FilesFacts facts = files(named, ProcessIdentity.ofThisProcess());
    List<SilentFileFacts> silent = new ArrayList<>(found.silent());
    silent.addAll(facts.silent());
    return new FilesFacts(facts.files(), silent, facts.notChecked());
  }

  /** Asks about a file that may hang. */
  static <T> T ask(Path file, TimedLooks.Look<T> look) throws IOException {
    return LOOKS.ask(file, Duration.ofMillis(TIMEOUT_MILLIS), look);
  }

  /** Does the same within the time for all files. */
  private <T> T askInTime(Path file, TimedLooks.Look<T> look) throws IOException {
    long left = Math.min(TIMEOUT_MILLIS, IN_ALL_MILLIS - waitedMillis);
    long begin = System.nanoTime();
    try {
      return LOOKS.ask(file, Duration.ofMillis(Math.max(LEAST_MILLIS, left)), look);
    } finally {
      waitedMillis += (System.nanoTime() - begin) / 1_000_000;
    }
  }

  static FilesFacts files(List<NamedFile> named, Optional<ProcessIdentity> self) {
    if (self.isEmpty()) {
      return new FilesFacts(
          List.of(),
          List.of(),
          List.of("files: this system does not tell whose rights the broker has"));
    }
    FileInspector inspector = new FileInspector(self.get());
    Set<Path> around = new LinkedHashSet<>();
    for (NamedFile file : named) {
      Optional<Path> real = inspector.look(file.what(), file.path(), file.secret());
      if (real.isPresent()) {
        around.add(real.get());
        around.add(file.path().toAbsolutePath());
      }
    }
    around.stream()
        .flatMap(FileInspector::foldersAbove)
        .distinct()
        .forEach(folder -> inspector.look("folder", folder, false));
    return new FilesFacts(inspector.files, inspector.silent, inspector.notChecked);
  }

  /** Returns the folders above a file, its own first. */
  private static Stream<Path> foldersAbove(Path file) {
    return Stream.iterate(file.getParent(), folder -> folder != null, Path::getParent);
  }

  /**
   * Inspects a file and finds its real path. Whoever may change a folder above it, or above a link
   * to it, may replace the file.
   */
  private Optional<Path> look(String what, Path path, boolean secret) {
    try {
      Path real = askInTime(path, path::toRealPath);
      if (!seen.add(real)) {
        return Optional.of(real);
      }
      Optional<FileFacts> facts = askInTime(real, () -> facts(what, real, secret));
      if (facts.isEmpty()) {
        return notCheck(what, real, "its file system has no POSIX permissions");
      }
      files.add(facts.get());
      return Optional.of(real);
    } catch (NoAnswerException e) {
      silent.add(new SilentFileFacts(what, path.toString(), e.why()));
      return Optional.empty();
    } catch (NoSuchFileException e) {
      return notCheck(what, path, "it does not exist yet");
    } catch (IOException e) {
      return notCheck(
          what, path, "it cannot be looked at (%s)".formatted(e.getClass().getSimpleName()));
    }
  }

  private Optional<Path> notCheck(String what, Path path, String why) {
    notChecked.add("%s \"%s\": %s".formatted(what, path, why));
    return Optional.empty();
  }

  /** Returns the facts; empty if the file system has no POSIX permissions. */
  private Optional<FileFacts> facts(String what, Path real, boolean secret) throws IOException {
    if (!real.getFileSystem().supportedFileAttributeViews().contains("unix")
        || !Files.getFileStore(real).supportsFileAttributeView("posix")) {
      return Optional.empty();
    }
    UnixMode mode = UnixMode.of(real);
    boolean folder = Files.isDirectory(real);
    boolean foreignGroup = !self.groupIds().contains(mode.groupId());
    boolean foreignOwner = mode.userId() != 0 && mode.userId() != self.userId();
    return Optional.of(
        new FileFacts(
            what,
            real.toString(),
            folder,
            secret,
            mode.owner(),
            foreignOwner ? mode.access(UnixMode.Who.OWNER) : Set.of(),
            mode.group(),
            foreignGroup && reaches(real, mode) ? mode.access(UnixMode.Who.GROUP) : Set.of(),
            reaches(real) ? mode.access(UnixMode.Who.OTHERS) : Set.of(),
            foreignOwner || (mode.userId() != self.userId() && foreignGroup)
                ? Optional.of(System.getProperty("user.name"))
                : Optional.empty()));
  }

  /** Tells whether everybody may pass all folders above. */
  private static boolean reaches(Path real) throws IOException {
    for (Path above = real.getParent(); above != null; above = above.getParent()) {
      if (!UnixMode.of(above).passes(UnixMode.Who.OTHERS)) {
        return false;
      }
    }
    return true;
  }

  /** Tells whether the members of a file's group may pass all folders above. */
  private static boolean reaches(Path real, UnixMode file) throws IOException {
    for (Path above = real.getParent(); above != null; above = above.getParent()) {
      UnixMode mode = UnixMode.of(above);
      UnixMode.Who who =
          mode.groupId() == file.groupId() ? UnixMode.Who.GROUP : UnixMode.Who.OTHERS;
      if (!mode.passes(who)) {
        return false;
      }
    }
    return true;
  }
}
