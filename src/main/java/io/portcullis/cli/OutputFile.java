package io.portcullis.cli;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SecureDirectoryStream;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributeView;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Optional;
import java.util.Set;

/**
 * Writes a file whole, or not at all: it writes beside the place, and then moves. Only the owner
 * may read the file, since it says what is weak. It follows no link: it replaces a link in the
 * place of the file, and refuses one in the place of a folder on the way.
 */
final class OutputFile {

  private static final SecureRandom RANDOM = new SecureRandom();
  private static final Set<StandardOpenOption> NEW =
      Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
  private static final FileAttribute<?> OWNERS_ALONE =
      PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));

  private OutputFile() {}

  /**
   * Writes a text, in UTF-8. What is no file, such as a pipe or {@code /dev/stdout}, is written to.
   *
   * @throws IOException if that cannot be done; the message tells why, without the name
   */
  static void write(Path file, String text) throws IOException {
    try {
      if (isOfSystem(file) || isOther(file)) {
        Files.writeString(file, text, StandardCharsets.UTF_8, StandardOpenOption.WRITE);
        return;
      }
      if (Files.isDirectory(file, LinkOption.NOFOLLOW_LINKS)) {
        throw new IOException("it is a folder");
      }
      Path name = file.getFileName();
      Path folder = file.toAbsolutePath().getParent();
      if (name == null || folder == null) {
        throw new IOException("it is no file's name");
      }
      refuseLinks(file);
      try (DirectoryStream<Path> inside = Files.newDirectoryStream(folder)) {
        // From here on the folder is this one, whoever puts another in its place.
        refuseLinks(file);
        replace(inside, folder, name, text);
      }
    } catch (NoSuchFileException e) {
      throw new IOException("there is no such folder", e);
    } catch (AccessDeniedException e) {
      throw new IOException("permission denied", e);
    } catch (FileSystemException e) {
      throw new IOException(Optional.ofNullable(e.getReason()).orElse("cannot be written"), e);
    }
  }

  /** A name that the system itself has for what is open, such as {@code /dev/stdout}. */
  private static boolean isOfSystem(Path file) {
    Path plain = file.toAbsolutePath().normalize();
    return plain.equals(Path.of("/dev/stdout"))
        || plain.equals(Path.of("/dev/stderr"))
        || plain.startsWith("/dev/fd")
        || plain.startsWith("/proc/self/fd");
  }

  /** A pipe or a device, and no link to one. */
  private static boolean isOther(Path file) throws IOException {
    return Files.exists(file, LinkOption.NOFOLLOW_LINKS)
        && Files.readAttributes(file, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS)
            .isOther();
  }

  /**
   * Whoever named the file stands in a folder and knows where that is, and a system may have links
   * at its root; a link behind that may be anybody's.
   */
  private static void refuseLinks(Path file) throws IOException {
    for (Path above = file.getParent(); above != null; above = above.getParent()) {
      boolean atRoot = above.isAbsolute() && above.getNameCount() <= 1;
      if (!atRoot && Files.isSymbolicLink(above)) {
        throw new IOException("%s is a link; name the folder itself".formatted(above));
      }
    }
  }

  private static void replace(DirectoryStream<Path> inside, Path folder, Path name, String text)
      throws IOException {
    byte[] random = new byte[8];
    RANDOM.nextBytes(random);
    Path beside = Path.of(".%s.%s.tmp".formatted(name, HexFormat.of().formatHex(random)));
    if (inside instanceof SecureDirectoryStream<Path> secure) {
      replace(secure, beside, name, text);
      return;
    }
    Path whole = folder.resolve(beside);
    try {
      Files.writeString(whole, text, StandardCharsets.UTF_8, StandardOpenOption.CREATE_NEW);
      Files.move(whole, folder.resolve(name), StandardCopyOption.ATOMIC_MOVE);
    } finally {
      Files.deleteIfExists(whole);
    }
  }

  private static void replace(
      SecureDirectoryStream<Path> folder, Path beside, Path name, String text) throws IOException {
    boolean moved = false;
    try (OutputStream out =
        Channels.newOutputStream(folder.newByteChannel(beside, NEW, OWNERS_ALONE))) {
      out.write(text.getBytes(StandardCharsets.UTF_8));
      refuseFolder(folder, name);
      folder.move(beside, folder, name);
      moved = true;
    } finally {
      if (!moved) {
        deleteIfThere(folder, beside);
      }
    }
  }

  private static void refuseFolder(SecureDirectoryStream<Path> folder, Path name)
      throws IOException {
    try {
      BasicFileAttributeView view =
          folder.getFileAttributeView(
              name, BasicFileAttributeView.class, LinkOption.NOFOLLOW_LINKS);
      if (view.readAttributes().isDirectory()) {
        throw new IOException("it is a folder");
      }
    } catch (NoSuchFileException e) {
      // There is nothing to replace.
      return;
    }
  }

  private static void deleteIfThere(SecureDirectoryStream<Path> folder, Path beside)
      throws IOException {
    try {
      folder.deleteFile(beside);
    } catch (NoSuchFileException e) {
      // It was not made.
      return;
    }
  }
}
