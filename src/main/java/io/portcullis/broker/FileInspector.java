package io.portcullis.broker;

import io.portcullis.rule.FileFacts;
import io.portcullis.rule.FilesFacts;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.activemq.broker.BrokerService;

/** Looks at who may read and change the files that the broker depends on. */
public final class FileInspector {

  private final ProcessIdentity self;
  private final List<FileFacts> files = new ArrayList<>();
  private final List<String> notChecked = new ArrayList<>();
  private final Set<Path> seen = new HashSet<>();

  private FileInspector(ProcessIdentity self) {
    this.self = self;
  }

  /**
   * The facts of the files of a broker.
   *
   * @param modules the login modules that it may use
   * @param fromContext those that only the Spring context names
   */
  static FilesFacts files(
      BrokerService service, LoginModules modules, List<NamedFile> fromContext) {
    List<NamedFile> named = new ArrayList<>(fromContext);
    named.addAll(BrokerFiles.of(service, modules));
    return files(named, ProcessIdentity.ofThisProcess());
  }

  static FilesFacts files(List<NamedFile> named, Optional<ProcessIdentity> self) {
    if (self.isEmpty()) {
      return new FilesFacts(
          List.of(), List.of("files: this system does not tell whose rights the broker has"));
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
    return new FilesFacts(inspector.files, inspector.notChecked);
  }

  /** Its own first. */
  private static Stream<Path> foldersAbove(Path file) {
    return Stream.iterate(file.getParent(), folder -> folder != null, Path::getParent);
  }

  /**
   * Looks at one and says where it really is. Whoever may change a folder that it is in, however
   * far up, or that a link to it is in, may put another in its place.
   */
  private Optional<Path> look(String what, Path path, boolean secret) {
    try {
      Path real = path.toRealPath();
      if (!seen.add(real)) {
        return Optional.of(real);
      }
      if (!real.getFileSystem().supportedFileAttributeViews().contains("unix")
          || !Files.getFileStore(real).supportsFileAttributeView("posix")) {
        return notCheck(what, real, "its file system has no POSIX permissions");
      }
      files.add(facts(what, real, secret));
      return Optional.of(real);
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

  private FileFacts facts(String what, Path real, boolean secret) throws IOException {
    UnixMode mode = UnixMode.of(real);
    boolean folder = Files.isDirectory(real);
    boolean foreignGroup = !self.groupIds().contains(mode.groupId());
    boolean foreignOwner = mode.userId() != 0 && mode.userId() != self.userId();
    return new FileFacts(
        what,
        real.toString(),
        folder,
        secret,
        mode.owner(),
        foreignOwner ? mode.access(UnixMode.Who.OWNER) : Set.of(),
        mode.group(),
        foreignGroup && reaches(real, mode) ? mode.access(UnixMode.Who.GROUP) : Set.of(),
        reaches(real) ? mode.access(UnixMode.Who.OTHERS) : Set.of());
  }

  /** Whether everybody may pass all folders above. */
  private static boolean reaches(Path real) throws IOException {
    for (Path above = real.getParent(); above != null; above = above.getParent()) {
      if (!UnixMode.of(above).passes(UnixMode.Who.OTHERS)) {
        return false;
      }
    }
    return true;
  }

  /** Whether the members of a file's group may pass all folders above. */
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
