package io.portcullis.harden;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * The folder of the copy. Only its owner may read it. While it is written, it belongs to this
 * process, so nobody else can put a link into it. {@link #handOver} gives it to the owner of the
 * original.
 */
final class TargetFolder {

  private static final FileAttribute<?> FOLDER_MODE =
      PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));
  private static final FileAttribute<?> FILE_MODE =
      PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));

  private static final int MOST_CLEARINGS = 5;

  private final Path folder;
  private final Path original;
  private final boolean existed;
  private volatile boolean abandoned;

  private TargetFolder(Path folder, Path original, boolean existed) {
    this.folder = folder;
    this.original = original;
    this.existed = existed;
  }

  /**
   * Creates the folder, or takes an empty one of this user.
   *
   * @param file the {@code activemq.xml} of the original
   * @throws IOException if it is not empty, lies in the original, or cannot be created
   */
  static TargetFolder create(Path folder, Path file) throws IOException {
    Path original = file.toRealPath().getParent();
    if (real(folder).startsWith(original)) {
      throw new IOException("%s lies in %s; name a folder outside".formatted(folder, original));
    }
    boolean exists = Files.exists(folder, LinkOption.NOFOLLOW_LINKS);
    if (exists) {
      requireEmpty(folder);
    } else {
      make(folder);
    }
    return new TargetFolder(folder, original, exists);
  }

  /** Resolves the links above a folder that may not be there. */
  private static Path real(Path folder) throws IOException {
    Path above = folder.getParent();
    if (above == null) {
      return folder;
    }
    try {
      return above.toRealPath().resolve(folder.getFileName());
    } catch (NoSuchFileException e) {
      throw new IOException("%s: the folder above it is not there".formatted(folder), e);
    }
  }

  private static void requireEmpty(Path folder) throws IOException {
    if (!Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS)) {
      throw new IOException("%s is no folder".formatted(folder));
    }
    try (Stream<Path> inside = Files.list(folder)) {
      if (inside.findAny().isPresent()) {
        throw new IOException(
            "%s is not empty; name an empty folder or a new one".formatted(folder));
      }
    }
    String owner = attributes(folder).owner().getName();
    if (!owner.equals(System.getProperty("user.name"))) {
      throw new IOException(
          "%s belongs to %s, who could change what is written; name a new folder"
              .formatted(folder, owner));
    }
    Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwx------"));
  }

  private static void make(Path folder) throws IOException {
    try {
      Files.createDirectory(folder, FOLDER_MODE);
    } catch (FileAlreadyExistsException e) {
      throw new IOException("%s was made by somebody else just now".formatted(folder), e);
    }
  }

  /** Writes the files of a draft, and removes those that it no longer has. */
  synchronized void write(Draft draft) throws IOException {
    Set<Path> written = new TreeSet<>();
    for (String name : draft.names()) {
      requireWanted();
      Path file = folder.resolve(name).normalize();
      if (!file.startsWith(folder) || file.equals(folder)) {
        throw new IOException("the name \"%s\" leads out of the folder".formatted(name));
      }
      folders(file.getParent());
      Files.deleteIfExists(file);
      Files.createFile(file, FILE_MODE);
      Files.write(file, draft.bytes(name), StandardOpenOption.WRITE);
      written.add(file);
    }
    for (Path file : files()) {
      if (!written.contains(file)) {
        Files.delete(file);
      }
    }
  }

  /** Stops writing. What was written is to go. */
  void abandon() {
    abandoned = true;
  }

  /** Refuses to go on if nobody wants the copy any more. */
  void requireWanted() throws IOException {
    if (abandoned) {
      throw new IOException("the copy was interrupted, and nothing of it is left");
    }
  }

  private void folders(Path inner) throws IOException {
    if (!inner.equals(folder) && !Files.exists(inner, LinkOption.NOFOLLOW_LINKS)) {
      folders(inner.getParent());
      Files.createDirectory(inner, FOLDER_MODE);
    }
  }

  private List<Path> files() throws IOException {
    try (Stream<Path> all = Files.walk(folder)) {
      return all.filter(path -> !Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS)).toList();
    }
  }

  /** Gives the folder to the owner of the original, as root can, when nothing more is written. */
  synchronized void handOver() throws IOException {
    requireWanted();
    PosixFileAttributes wanted = attributes(original);
    if (!System.getProperty("user.name", "").equals("root")
        || attributes(folder).owner().equals(wanted.owner())) {
      return;
    }
    try (Stream<Path> all = Files.walk(folder)) {
      for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
        PosixFileAttributeView view =
            Files.getFileAttributeView(
                path, PosixFileAttributeView.class, LinkOption.NOFOLLOW_LINKS);
        view.setGroup(wanted.group());
        view.setOwner(wanted.owner());
      }
    }
  }

  private static PosixFileAttributes attributes(Path path) throws IOException {
    return Files.readAttributes(path, PosixFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
  }

  /** Removes what was written, and the folder if it was created. Nothing is written after it. */
  synchronized void clear() throws IOException {
    abandoned = true;
    for (int left = MOST_CLEARINGS; left > 0; left--) {
      try {
        clearOnce();
        return;
      } catch (NoSuchFileException | DirectoryNotEmptyException e) {
        // Whoever made keys in it removes or adds something just now.
        if (left == 1) {
          throw e;
        }
      }
    }
  }

  private void clearOnce() throws IOException {
    if (!Files.exists(folder, LinkOption.NOFOLLOW_LINKS)) {
      return;
    }
    try (Stream<Path> all = Files.walk(folder)) {
      for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
        if (!path.equals(folder) || !existed) {
          Files.deleteIfExists(path);
        }
      }
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
  }
}
