package io.portcullis.broker.connector;

import io.portcullis.enforce.Task;
import io.portcullis.enforce.TaskPool;
import java.time.Duration;
import java.util.concurrent.Future;

/**
 * The timeout for logins, for all connections of the JVM. Threads of its own end late connections,
 * because to end a connection may take time.
 */
final class LoginDeadline {

  private static final Duration DEFAULT = Duration.ofSeconds(30);

  /** How long a connection may stay without a login. Tests shorten it. */
  static volatile Duration limit = DEFAULT;

  private static final int THREADS = 16;

  private static final TaskPool DUE = new TaskPool("login deadline is over", THREADS);

  private LoginDeadline() {}

  /** Runs an action after the timeout, unless it is cancelled before. */
  static Future<?> after(Duration time, Task due) {
    return DUE.runAfter(time, due);
  }

  /** Ends the wait of a test, and restores the default. */
  static void reset() {
    limit = DEFAULT;
  }
}
