package io.portcullis.testing;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** What is written to a logger, and to those below it, while it is open. */
public final class LoggedLines implements AutoCloseable {

  private final List<String> lines = new CopyOnWriteArrayList<>();
  private final CapturedEvents events;

  private LoggedLines(String logger) {
    events =
        new CapturedEvents(
            logger,
            event ->
                lines.add(event.getLoggerName() + ": " + event.getMessage().getFormattedMessage()));
  }

  /** Starts to listen to a logger. */
  public static LoggedLines of(String logger) {
    return new LoggedLines(logger);
  }

  /** All lines so far. */
  public List<String> lines() {
    return List.copyOf(lines);
  }

  @Override
  public void close() {
    events.close();
  }
}
