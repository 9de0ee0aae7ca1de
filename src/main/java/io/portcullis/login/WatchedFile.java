package io.portcullis.login;

import io.portcullis.enforce.RegularFile;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;

/**
 * Reads a file again and again, and tells when it changed. It compares contents, since mounted
 * files are swapped by a link, with times and sizes that need not change. A change counts when it
 * has settled: the file is older than {@link #SETTLING}, or was read twice alike. So a file that is
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
    RegularFile file = read();
    byte[] now = file.bytes();
    if (!read || Arrays.equals(now, candidate) || isOld(file.modified())) {
      accepted = now;
      read = true;
    }
    candidate = now;
    return accepted;
  }

  /** Asked after reading, so that whatever is written meanwhile makes it young. */
  private boolean isOld(Instant modified) {
    return Duration.between(modified, clock.instant()).compareTo(SETTLING) >= 0;
  }

  private RegularFile read() throws IOException {
    try {
      return RegularFile.read(path, MOST_BYTES);
    } catch (NoSuchFileException e) {
      throw new IOException(path + ": there is no such file; create it", e);
    } catch (AccessDeniedException e) {
      throw new IOException(path + ": it cannot be read; let the broker's user read it", e);
    } catch (RegularFile.TooLargeException e) {
      throw new IOException("%s: %s; shorten it".formatted(path, e.getMessage()), e);
    } catch (IOException e) {
      throw new IOException("%s: it cannot be read (%s)".formatted(path, e.getMessage()), e);
    }
  }
}
