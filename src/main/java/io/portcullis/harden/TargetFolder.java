package io.portcullis.harden;

import java.io.IOException;
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
 * The folder of the copy. Only its owner may read it. Where this process may give files away, they
 * belong to the owner of the original.
 */
final class TargetFolder {

  private static final FileAttribute<?> FOLDER_MODE =
      PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));
  private static final FileAttribute<?> FILE_MODE =
      PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));

  private final Path folder;
  private final Path original;
  private final boolean existed;

  private TargetFolder(Path folder, Path original, boolean existed) {
    this.folder = folder;
    this.original = original;
    this.existed = existed;
  }

  /**
   * Creates the folder, or takes an empty one.
   *
   * @param file the {@code activemq.xml} of the original
   * @throws IOException if it is not empty, lies in the original, or cannot be created
   */
  static TargetFolder create(Path folder, Path file) throws IOException {
    Path original = file.toAbsolutePath().normalize().getParent();
    if (folder.startsWith(original)) {
      throw new IOException("%s lies in %s; name a folder outside".formatted(folder, original));
    }
    boolean exists = Files.exists(folder, LinkOption.NOFOLLOW_LINKS);
    if (exists) {
      requireEmpty(folder);
    } else {
      make(folder);
    }
    TargetFolder target = new TargetFolder(folder, original, exists);
    target.own(folder);
    return target;
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
    Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwx------"));
  }

  private static void make(Path folder) throws IOException {
    try {
      Files.createDirectory(folder, FOLDER_MODE);
    } catch (NoSuchFileException e) {
      throw new IOException("%s: the folder above it is not there".formatted(folder), e);
    } catch (FileAlreadyExistsException e) {
      throw new IOException("%s was made by somebody else just now".formatted(folder), e);
    }
  }

  /** Writes the files of a draft, and removes those that it no longer has. */
  void write(Draft draft) throws IOException {
    Set<Path> written = new TreeSet<>();
    for (String name : draft.names()) {
      Path file = folder.resolve(name);
      folders(file.getParent());
      Files.deleteIfExists(file);
      Files.createFile(file, FILE_MODE);
      Files.write(file, draft.bytes(name), StandardOpenOption.WRITE);
      own(file);
      written.add(file);
    }
    for (Path file : files()) {
      if (!written.contains(file)) {
        Files.delete(file);
      }
    }
  }

  private void folders(Path inner) throws IOException {
    if (!inner.equals(folder) && !Files.exists(inner)) {
      folders(inner.getParent());
      Files.createDirectory(inner, FOLDER_MODE);
      own(inner);
    }
  }

  private List<Path> files() throws IOException {
    try (Stream<Path> all = Files.walk(folder)) {
      return all.filter(path -> !Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS)).toList();
    }
  }

  /** Gives a file to the owner of the original, as root can. */
  private void own(Path path) throws IOException {
    PosixFileAttributes wanted = Files.readAttributes(original, PosixFileAttributes.class);
    PosixFileAttributes now = Files.readAttributes(path, PosixFileAttributes.class);
    boolean root = System.getProperty("user.name", "").equals("root");
    if (root && !now.owner().equals(wanted.owner())) {
      PosixFileAttributeView view =
          Files.getFileAttributeView(path, PosixFileAttributeView.class, LinkOption.NOFOLLOW_LINKS);
      view.setGroup(wanted.group());
      view.setOwner(wanted.owner());
    }
  }

  /** Removes what was written, and the folder if it was created. */
  void clear() throws IOException {
    try (Stream<Path> all = Files.walk(folder)) {
      for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
        if (!path.equals(folder) || !existed) {
          Files.delete(path);
        }
      }
    }
  }
}
