package io.portcullis.enforce;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;

/**
 * Reads from a file system that may hang, with a timeout. An example is a mount whose server is
 * gone.
 */
public final class TimedLooks {

  private final TimedCalls calls;

  /**
   * @param name what is done with files, in words
   */
  public TimedLooks(String name) {
    this.calls = new TimedCalls(name);
  }

  /** A read of the file system. */
  @FunctionalInterface
  public interface Look<T> {
    /**
     * Returns the result. It must have no side effects, because it may return after the timeout.
     */
    T look() throws IOException;
  }

  /** Says that the file system did not respond in time, and what to do. */
  public static final class NoAnswerException extends IOException {

    private static final long serialVersionUID = 1L;
    private final String why;

    NoAnswerException(TimeoutException e) {
      super(e.getMessage() + "; see to the disk or the network behind it", e);
      this.why = e.getMessage();
    }

    /** Returns the message without the remedy. */
    public String why() {
      return why;
    }
  }

  /**
   * Runs a look with the timeout.
   *
   * @param file the file
   * @throws NoAnswerException if the timeout is exceeded
   * @throws IOException if the look throws it
   */
  public <T> T ask(Path file, Duration timeout, Look<T> look) throws IOException {
    try {
      return calls.call(file, timeout, look::look);
    } catch (TimeoutException e) {
      throw new NoAnswerException(e);
    } catch (ExecutionException e) {
      if (e.getCause() instanceof IOException fault) {
        fault.fillInStackTrace();
        throw fault;
      }
      throw new IOException(String.valueOf(e.getCause()), e.getCause());
    }
  }
}
