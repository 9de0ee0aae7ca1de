package io.portcullis.testing;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.core.LogEvent;
import org.apache.logging.log4j.core.Logger;
import org.apache.logging.log4j.core.appender.AbstractAppender;
import org.apache.logging.log4j.core.config.Property;

/** What is thrown, and written to a logger, while it is open. */
public final class LoggedErrors implements AutoCloseable {

  private final List<Throwable> errors = new CopyOnWriteArrayList<>();
  private final List<String> lines = new CopyOnWriteArrayList<>();
  private final Logger logger;
  private final AbstractAppender appender =
      new AbstractAppender("errors", null, null, false, Property.EMPTY_ARRAY) {
        @Override
        public void append(LogEvent event) {
          lines.add(event.getMessage().getFormattedMessage());
          if (event.getThrown() != null) {
            errors.add(event.getThrown());
          }
        }
      };

  private LoggedErrors(Logger logger) {
    this.logger = logger;
    appender.start();
    logger.addAppender(appender);
  }

  /** Starts to listen to a logger. */
  public static LoggedErrors of(String logger) {
    return new LoggedErrors((Logger) LogManager.getLogger(logger));
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
    logger.removeAppender(appender);
    appender.stop();
  }
}
