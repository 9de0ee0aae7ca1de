package io.portcullis.testing;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** What is thrown, and written to a logger, while it is open. */
public final class LoggedErrors implements AutoCloseable {

  private final List<Throwable> errors = new CopyOnWriteArrayList<>();
  private final List<String> lines = new CopyOnWriteArrayList<>();
  private final CapturedEvents events;

  private LoggedErrors(String logger) {
    events =
        new CapturedEvents(
            logger,
            event -> {
              lines.add(event.getMessage().getFormattedMessage());
              if (event.getThrown() != null) {
                errors.add(event.getThrown());
              }
            });
  }

  /** Starts to listen to a logger. */
  public static LoggedErrors of(String logger) {
    return new LoggedErrors(logger);
  }

  /** All errors so far. */
  public List<Throwable> errors() {
    return List.copyOf(errors);
  }

  /** All lines so far, without what was thrown. */
  public List<String> lines() {
    return List.copyOf(lines);
  }

  @Override
  public void close() {
    events.close();
  }
}
