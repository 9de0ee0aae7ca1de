package io.portcullis.cli;

import io.portcullis.harden.Progress;
import java.io.IOException;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;

/** Says on a terminal every few seconds how many passwords are hashed. */
final class HashProgress implements Progress {

  static final Duration PAUSE = Duration.ofSeconds(3);

  private final PrintWriter error;
  private final BooleanSupplier terminal;
  private final LongSupplier nanoseconds;
  private long last;

  /**
   * @param error standard error
   * @param terminal whether a person sees it; asked only if something is to be said
   * @param nanoseconds the time, as of {@link System#nanoTime}
   */
  HashProgress(PrintWriter error, BooleanSupplier terminal, LongSupplier nanoseconds) {
    this.error = error;
    this.terminal = terminal;
    this.nanoseconds = nanoseconds;
    this.last = nanoseconds.getAsLong();
  }

  @Override
  public void hashed(int made, int all) {
    long now = nanoseconds.getAsLong();
    if (now - last >= PAUSE.toNanos()) {
      last = now;
      if (terminal.getAsBoolean()) {
        error.println("%d of %d passwords are hashed".formatted(made, all));
        error.flush();
      }
    }
  }

  /** Asks the program {@code test}: Java does not tell whether standard error is a terminal. */
  static boolean isErrorTerminal() {
    try {
      Process test =
          new ProcessBuilder("test", "-t", "2")
              .redirectError(ProcessBuilder.Redirect.INHERIT)
              .start();
      return test.waitFor() == 0;
    } catch (IOException e) {
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }
}
