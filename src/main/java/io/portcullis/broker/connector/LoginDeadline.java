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

  /** How long a connection may go without a login; tests are in more of a hurry. */
  static volatile Duration limit = DEFAULT;

  private static final int THREADS = 16;

  private static final TaskPool DUE = new TaskPool("login deadline is over", THREADS);

  private LoginDeadline() {}

  /** Does something once the time is over, unless that is cancelled before. */
  static Future<?> after(Duration time, Task due) {
    return DUE.runAfter(time, due);
  }

  /** Ends the wait of a test, and goes back to the default. */
  static void reset() {
    limit = DEFAULT;
  }
}
