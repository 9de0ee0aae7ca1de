package io.portcullis.usage;

import io.portcullis.enforce.RegularFile;
import java.io.ByteArrayInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;

/**
 * The file in a broker's data folder that keeps what was observed. It is written whole and renamed,
 * so that a full disk costs no more than what was not written yet. Only its owner may read it.
 */
public final class UsageFile {

  /** The name of the file. */
  public static final String NAME = "portcullis-usage.json";

  /** Ten times what all tables take when they are full of ordinary names. */
  private static final int MOST_BYTES = 64 << 20;

  private final Path file;

  /** Keeps it in this folder, which need not be there. */
  public UsageFile(Path folder) {
    this.file = folder.resolve(NAME);
  }

  /** Returns the path. */
  public Path path() {
    return file;
  }

  /**
   * Reads what was kept; empty if there is no file.
   *
   * @throws IOException if it cannot be read, or holds something else; the message says what
   */
  public Optional<Observation> read() throws IOException {
    return Files.exists(file) ? Optional.of(read(file)) : Optional.empty();
  }

  /**
   * Reads a file, wherever it is.
   *
   * @throws IOException if it cannot be read, or holds something else; the message says what
   */
  public static Observation read(Path file) throws IOException {
    return UsageJson.read(new ByteArrayInputStream(RegularFile.read(file, MOST_BYTES).bytes()));
  }

  /**
   * Replaces the file.
   *
   * @throws IOException if that fails; then the former file is as it was
   */
  public void write(Observation observation) throws IOException {
    byte[] bytes = UsageJson.text(observation).getBytes(StandardCharsets.US_ASCII);
    if (bytes.length > MOST_BYTES) {
      throw new IOException(
          "%s would have %d bytes, more than %d, because clients use names of the longest kind; it"
                  .formatted(file, bytes.length, MOST_BYTES)
              + " stays as it was. Look for such names with bin/activemq portcullis suggest --jmx");
    }
    Files.createDirectories(file.getParent());
    Path fresh = file.resolveSibling(NAME + ".new");
    Files.deleteIfExists(fresh);
    try {
      create(fresh);
      try (FileOutputStream out = new FileOutputStream(fresh.toFile())) {
        out.write(bytes);
        out.getFD().sync();
      }
      Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE);
    } finally {
      Files.deleteIfExists(fresh);
    }
  }

  /** Puts a file aside that cannot be read, so that the next can be written. */
  public Path putAside() throws IOException {
    return Files.move(
        file, file.resolveSibling(NAME + ".unreadable"), StandardCopyOption.REPLACE_EXISTING);
  }

  private static void create(Path fresh) throws IOException {
    if (fresh.getFileSystem().supportedFileAttributeViews().contains("posix")) {
      Files.createFile(
          fresh,
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    } else {
      Files.createFile(fresh);
    }
  }
}
