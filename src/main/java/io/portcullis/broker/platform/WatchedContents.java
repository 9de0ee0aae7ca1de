package io.portcullis.broker.platform;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The contents of files that are looked at again and again. It reads a file whole:
 *
 * <ul>
 *   <li>if its size, times or key changed since it was read;
 *   <li>if it changed less than three seconds before it was read. Another change may have the same
 *       time, since some file systems count in units of two seconds;
 *   <li>if it was read a minute ago. Some file systems show wrong times.
 * </ul>
 *
 * <p>Not thread-safe.
 */
public final class WatchedContents {

  private static final Duration COARSEST_TIME = Duration.ofSeconds(3);
  private static final Duration LONGEST = Duration.ofMinutes(1);

  private final List<Path> files;
  private final Clock clock;
  private final FileContents.Digest digest;
  private final Map<Path, Reading> readings = new HashMap<>();

  /** What was read, and how the file was when the reading began. */
  private record Reading(FileStamp stamp, Instant at, String digest) {

    boolean holds(FileStamp now, Instant time) {
      return stamp.equals(now)
          && stamp.isBefore(at.minus(COARSEST_TIME))
          && !time.isBefore(at)
          && time.isBefore(at.plus(LONGEST));
    }
  }

  /**
   * @param clock the clock that the files' times are compared with
   */
  public WatchedContents(List<Path> files, Clock clock) {
    this(files, clock, FileContents::sha256);
  }

  WatchedContents(List<Path> files, Clock clock, FileContents.Digest digest) {
    this.files = List.copyOf(files);
    this.clock = clock;
    this.digest = digest;
  }

  /** Returns the current contents. It skips folders and missing files. */
  public FileContents now() {
    return FileContents.of(files, this::digest);
  }

  private String digest(Path file) throws IOException {
    Instant time = clock.instant();
    FileStamp stamp = FileStamp.of(file);
    Reading former = readings.get(file);
    if (former != null && former.holds(stamp, time)) {
      return former.digest();
    }
    String read = digest.of(file);
    readings.put(file, new Reading(stamp, time, read));
    return read;
  }
}
