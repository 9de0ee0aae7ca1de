package io.portcullis.testing;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.core.LogEvent;
import org.apache.logging.log4j.core.Logger;
import org.apache.logging.log4j.core.appender.AbstractAppender;
import org.apache.logging.log4j.core.config.Property;

/** Hands on what is written to a logger, and to those below it, while it is open. */
final class CapturedEvents implements AutoCloseable {

  /** Log4j takes one appender of each name. */
  private static final AtomicInteger NUMBER = new AtomicInteger();

  private final Logger logger;
  private final AbstractAppender appender;

  CapturedEvents(String logger, Consumer<LogEvent> events) {
    this.logger = (Logger) LogManager.getLogger(logger);
    appender =
        new AbstractAppender(
            "captured-" + NUMBER.incrementAndGet(), null, null, false, Property.EMPTY_ARRAY) {
          @Override
          public void append(LogEvent event) {
            events.accept(event);
          }
        };
    appender.start();
    this.logger.addAppender(appender);
  }

  @Override
  public void close() {
    logger.removeAppender(appender);
    appender.stop();
  }
}
