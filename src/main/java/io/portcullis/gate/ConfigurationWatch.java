package io.portcullis.gate;

import io.portcullis.broker.platform.FileContents;
import io.portcullis.broker.platform.WatchedContents;
import io.portcullis.enforce.RepeatedTask;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Watches files, such as those of the gate's configuration, and reloads them when they change. One
 * thread looks again and again. A change counts when two looks in a row find the same content, so a
 * file that is being written is not read half. If a reload fails, the watch tries again, after a
 * minute at most.
 */
final class ConfigurationWatch {

  /** Reloads changed files. */
  @FunctionalInterface
  public interface Change {
    /** Tells whether the change was applied. If not, the reason has been logged. */
    boolean take() throws Exception;

    /** The files are again as they were before a change that was not applied. */
    default void restored() {}
  }

  /** Says that a reload failed, whatever was thrown. */
  static final class UntakenException extends Exception {

    private static final long serialVersionUID = 1L;

    UntakenException(Throwable why) {
      super("the change could not be taken: " + why, why);
    }
  }

  private static final Logger LOG = LoggerFactory.getLogger(ConfigurationWatch.class);

  private static final int MOST_LOOKS_BETWEEN = 60;

  private final List<Path> files;
  private final Change changed;
  private final String name;
  private final WatchedContents contents;
  private final RepeatedTask looking;
  private FileContents known;
  private FileContents candidate;

  /** The content of the last failed attempt, and the number of looks until the next one. */
  private FileContents tried;

  /** The error of the last attempt, until one succeeds. */
  private Optional<UntakenException> failure = Optional.empty();

  private int looksBetween;
  private int looksLeft;

  /**
   * Watches these files. There may be none.
   *
   * @param name what they are, in words
   * @param pause the pause between two looks
   * @param known their content when the configuration was read
   * @param changed applies a change
   * @param clock the clock that the files' times are compared with
   */
  public ConfigurationWatch(
      String name,
      Duration pause,
      List<Path> files,
      FileContents known,
      Change changed,
      Clock clock) {
    this.name = name;
    this.looking = new RepeatedTask(name, pause, this::look);
    this.files = List.copyOf(files);
    this.contents = new WatchedContents(files, clock);
    this.changed = changed;
    this.known = known;
    this.candidate = known;
    this.tried = known;
  }

  /** Starts the watch. */
  public void start() {
    if (!files.isEmpty()) {
      looking.start();
    }
  }

  /** Stops the watch. */
  public void stop() {
    looking.stop();
  }

  /**
   * Looks at the files. A look between two attempts fails with the error of the last attempt,
   * because none has succeeded yet.
   */
  synchronized void look() throws Exception {
    FileContents now = contents.now();
    boolean settled = now.equals(candidate);
    candidate = now;
    if (now.equals(known)) {
      if (!tried.equals(known)) {
        changed.restored();
      }
      tried = known;
      failure = Optional.empty();
    } else if (settled && isDue(now)) {
      take(now);
    }
    if (failure.isPresent()) {
      throw failure.get();
    }
  }

  private void take(FileContents now) {
    try {
      if (changed.take()) {
        known = now;
      }
      failure = Optional.empty();
    } catch (Throwable e) {
      failure = Optional.of(new UntakenException(e));
    }
  }

  /** Tells whether a change is new, or failed and has waited long enough. */
  private boolean isDue(FileContents now) {
    if (!now.equals(tried)) {
      LOG.info("The {} changed: {}", name, now.changedSince(known));
      tried = now;
      looksBetween = 1;
    } else if (--looksLeft > 0) {
      return false;
    }
    looksLeft = looksBetween;
    looksBetween = Math.min(looksBetween * 2, MOST_LOOKS_BETWEEN);
    return true;
  }
}
