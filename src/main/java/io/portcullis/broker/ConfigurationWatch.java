package io.portcullis.broker;

import io.portcullis.enforce.Repeated;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks every second, in one thread, at the files that the gate's configuration stands in, and has
 * it read again when they have changed. A change counts when it was seen twice alike, so that a
 * file which is just being written is not taken by half.
 */
public final class ConfigurationWatch {

  private static final Logger LOG = LoggerFactory.getLogger(ConfigurationWatch.class);

  private final List<Path> files;
  private final Runnable changed;
  private final ScheduledExecutorService looking =
      Executors.newSingleThreadScheduledExecutor(
          task -> {
            Thread thread = new Thread(task, "Portcullis configuration");
            thread.setDaemon(true);
            return thread;
          });
  private FileContents known;
  private FileContents candidate;

  /**
   * Watches these; none may be given.
   *
   * @param known what stood in them when the configuration was read
   * @param changed what is to be done; throws nothing
   */
  public ConfigurationWatch(List<Path> files, FileContents known, Runnable changed) {
    this.files = List.copyOf(files);
    this.changed = changed;
    this.known = known;
    this.candidate = known;
  }

  /** Begins to look. */
  public void start() {
    if (!files.isEmpty()) {
      ScheduledFuture<?> unused =
          looking.scheduleWithFixedDelay(
              new Repeated("the configuration's files", this::look), 1, 1, TimeUnit.SECONDS);
    }
  }

  /** Ends it. */
  public void stop() {
    looking.shutdownNow();
  }

  synchronized void look() {
    FileContents now = FileContents.of(files);
    boolean settled = now.equals(candidate);
    candidate = now;
    if (settled && !now.equals(known)) {
      LOG.info("The configuration has changed: {}", now.changedSince(known));
      known = now;
      changed.run();
    }
  }
}
