package io.portcullis.broker.platform;

import io.portcullis.enforce.TimedLooks;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * What shows that a file changed, without its content. A file that takes its name has another key.
 *
 * @param sizeBytes the size
 * @param modified the time of the last change of the content, which programs can set
 * @param changed the time of the last change of the content or the permissions; {@code modified} if
 *     the file system has none
 * @param key identifies the file behind the name, links followed; empty if the file system has none
 */
record FileStamp(long sizeBytes, FileTime modified, FileTime changed, Optional<Object> key) {

  private static final Duration TIMEOUT = Duration.ofSeconds(2);

  private static final TimedLooks LOOKING = new TimedLooks("looks at a file");

  private static final String UNIX = "unix";

  /**
   * Looks at a file.
   *
   * @throws IOException if that fails, or nothing answers within two seconds
   */
  static FileStamp of(Path file) throws IOException {
    return LOOKING.ask(file, TIMEOUT, () -> now(file));
  }

  private static FileStamp now(Path file) throws IOException {
    BasicFileAttributes basic = Files.readAttributes(file, BasicFileAttributes.class);
    FileTime changed =
        file.getFileSystem().supportedFileAttributeViews().contains(UNIX)
            ? (FileTime) Files.getAttribute(file, UNIX + ":ctime")
            : basic.lastModifiedTime();
    return new FileStamp(
        basic.size(), basic.lastModifiedTime(), changed, Optional.ofNullable(basic.fileKey()));
  }

  /** Tells whether the file did not change at this time or later. */
  boolean isBefore(Instant time) {
    return modified.toInstant().isBefore(time) && changed.toInstant().isBefore(time);
  }
}
