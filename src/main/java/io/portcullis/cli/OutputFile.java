package io.portcullis.cli;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Optional;

/**
 * A file that is there whole, or not at all: it is written beside its place and then moved there.
 * Its owner alone may read it, since it says what is weak.
 */
final class OutputFile {

  private OutputFile() {}

  /**
   * Writes a text, in UTF-8. What is no file, such as a pipe or {@code /dev/stdout}, is written to;
   * a link is followed.
   *
   * @throws IOException if that cannot be done; the message tells why, without the name
   */
  static void write(Path file, String text) throws IOException {
    try {
      Path target = Files.exists(file) ? file.toRealPath() : file.toAbsolutePath();
      if (Files.isDirectory(target)) {
        throw new IOException("it is a folder");
      }
      if (Files.exists(target) && !Files.isRegularFile(target)) {
        Files.writeString(target, text, StandardCharsets.UTF_8);
        return;
      }
      replace(target, text);
    } catch (NoSuchFileException e) {
      throw new IOException("there is no such folder", e);
    } catch (AccessDeniedException e) {
      throw new IOException("permission denied", e);
    } catch (FileSystemException e) {
      throw new IOException(Optional.ofNullable(e.getReason()).orElse("cannot be written"), e);
    }
  }

  private static void replace(Path target, String text) throws IOException {
    Path beside = Files.createTempFile(target.getParent(), target.getFileName().toString(), ".tmp");
    try {
      Files.writeString(beside, text, StandardCharsets.UTF_8);
      Files.move(beside, target, StandardCopyOption.ATOMIC_MOVE);
    } finally {
      Files.deleteIfExists(beside);
    }
  }
}
