package io.portcullis.enforce;

import java.io.IOException;
import java.io.InputStream;
import java.io.Reader;
import java.io.StringReader;
import java.nio.charset.Charset;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.time.Instant;

/**
 * Reads a regular file within bounds of size and time. It refuses pipes, devices and folders, which
 * may never end or never open. The timeout ends reads that hang.
 */
public final class RegularFile {

  /** A size that no configuration exceeds. */
  private static final int MOST_TEXT = 16 << 20;

  private static final Duration TIMEOUT = Duration.ofSeconds(2);

  private static final TimedLooks READING = new TimedLooks("reads a file");

  private final byte[] bytes;
  private final Instant modified;

  private RegularFile(byte[] bytes, Instant modified) {
    this.bytes = bytes;
    this.modified = modified;
  }

  /** Returns the content. The array is not copied, and the caller owns it. */
  public byte[] bytes() {
    return bytes;
  }

  /** Returns the time of the last change, asked after reading. */
  public Instant modified() {
    return modified;
  }

  /** Says that a path is not a regular file. */
  public static final class NotRegularException extends IOException {

    private static final long serialVersionUID = 1L;
    private final boolean folder;

    NotRegularException(boolean folder) {
      super(folder ? "it is a folder" : "it is a pipe or a device, and not a file");
      this.folder = folder;
    }

    /** Tells whether it is a folder. */
    public boolean isFolder() {
      return folder;
    }
  }

  /** Says that a file has more bytes than the limit. */
  public static final class TooLargeException extends IOException {

    private static final long serialVersionUID = 1L;

    TooLargeException(long most) {
      super("it has more than %d bytes".formatted(most));
    }
  }

  /**
   * Reads a file, links followed.
   *
   * @param most the maximum number of bytes
   * @throws IOException if it cannot be read; the message says why, if the class does not
   */
  public static RegularFile read(Path file, int most) throws IOException {
    return READING.ask(file, TIMEOUT, () -> readNow(file, most));
  }

  /** Returns the text of a configuration file. */
  public static Reader reader(Path file, Charset charset) throws IOException {
    return new StringReader(new String(read(file, MOST_TEXT).bytes, charset));
  }

  /** Describes why a file could not be read. */
  public static String reason(IOException e) {
    return e instanceof AccessDeniedException
        ? "permission denied"
        : e instanceof FileSystemException ? e.toString() : e.getMessage();
  }

  private static RegularFile readNow(Path file, int most) throws IOException {
    BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
    if (!attributes.isRegularFile()) {
      throw new NotRegularException(attributes.isDirectory());
    }
    if (attributes.size() > most) {
      throw new TooLargeException(most);
    }
    try (InputStream in = Files.newInputStream(file)) {
      byte[] bytes = in.readNBytes(most + 1);
      if (bytes.length > most) {
        throw new TooLargeException(most);
      }
      return new RegularFile(bytes, Files.getLastModifiedTime(file).toInstant());
    }
  }
}
