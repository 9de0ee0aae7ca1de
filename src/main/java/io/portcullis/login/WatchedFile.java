package io.portcullis.login;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;

/**
 * A file that is read again and again. It is watched by what stands in it, since mounted files are
 * swapped by a link, with times and sizes that need not change. A change counts when it has
 * settled: it is older than {@link #SETTLING}, or read twice alike, so that a file which is just
 * being written is not taken by half. Not thread-safe.
 */
final class WatchedFile {

  static final Duration SETTLING = Duration.ofMillis(200);
  static final int MOST_BYTES = 16 << 20;

  private final Path path;
  private final Clock clock;
  private byte[] accepted = new byte[0];
  private byte[] candidate = new byte[0];
  private boolean read;

  WatchedFile(Path path, Clock clock) {
    this.path = path;
    this.clock = clock;
  }

  /**
   * Reads the file.
   *
   * @return what stands in it; what stood in it before, for as long as a change has not settled
   * @throws IOException if it cannot be read; the message says why and what to do, with its name
   */
  byte[] bytes() throws IOException {
    byte[] now = readAll();
    if (!read || Arrays.equals(now, candidate) || isOld()) {
      accepted = now;
      read = true;
    }
    candidate = now;
    return accepted;
  }

  /** Asked after reading, so that whatever is written meanwhile makes it young. */
  private boolean isOld() {
    try {
      Instant modified = Files.getLastModifiedTime(path).toInstant();
      return Duration.between(modified, clock.instant()).compareTo(SETTLING) >= 0;
    } catch (IOException e) {
      return false;
    }
  }

  private byte[] readAll() throws IOException {
    byte[] bytes;
    try (InputStream in = Files.newInputStream(path)) {
      bytes = in.readNBytes(MOST_BYTES + 1);
    } catch (NoSuchFileException e) {
      throw new IOException(path + ": there is no such file; create it", e);
    } catch (IOException e) {
      throw new IOException(path + ": it cannot be read; let the broker's user read it", e);
    }
    if (bytes.length > MOST_BYTES) {
      throw new IOException(
          "%s: it has more than %d bytes; shorten it".formatted(path, MOST_BYTES));
    }
    return bytes;
  }
}
