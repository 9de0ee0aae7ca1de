package io.portcullis.testing;

import io.portcullis.enforce.AuditLog;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What is written to the audit logger while it is open, as a log file would have it. */
public final class AuditLines implements AutoCloseable {

  private static final Pattern LATE_LOGIN = Pattern.compile("it did not log in within (\\d+) s");

  private final long start = System.nanoTime();
  private final List<String> lines = new CopyOnWriteArrayList<>();
  private final CapturedEvents events =
      new CapturedEvents(AuditLog.LOGGER, event -> add(event.getMessage().getFormattedMessage()));

  private AuditLines() {}

  private void add(String line) {
    if (!isOfBefore(line)) {
      lines.add(line);
    }
  }

  /**
   * Tells whether a line is about a connection of another test: one that a broker accepted while it
   * stopped, so that it had no time to log in, and that ends only now.
   */
  private boolean isOfBefore(String line) {
    Matcher late = LATE_LOGIN.matcher(line);
    return late.find()
        && System.nanoTime() - start < Duration.ofSeconds(Long.parseLong(late.group(1))).toNanos();
  }

  /** Starts to listen. */
  public static AuditLines capture() {
    return new AuditLines();
  }

  /** All lines so far. */
  public List<String> lines() {
    return List.copyOf(lines);
  }

  /** The rules of the lines of a moment. */
  public List<String> rules(String moment) {
    return lines.stream()
        .filter(line -> field(line, "moment").equals(moment))
        .map(line -> field(line, "rule"))
        .distinct()
        .toList();
  }

  /** What was found, of every line. */
  public List<String> found() {
    return lines.stream().map(line -> field(line, "found")).toList();
  }

  /** A field of a line; empty if it is not there. */
  public static String field(String line, String name) {
    Matcher matcher =
        Pattern.compile("\"%s\":\"((?:[^\"\\\\]|\\\\.)*)\"".formatted(name)).matcher(line);
    return matcher.find() ? matcher.group(1).replace("\\\"", "\"") : "";
  }

  @Override
  public void close() {
    events.close();
  }
}
