package io.portcullis.broker;

import java.time.Duration;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * Waits for the logins of all connections of the JVM, in one thread. What is due is done in others,
 * since whatever ends a connection may have to wait for it.
 */
final class LoginDeadline {

  private static final Duration DEFAULT = Duration.ofSeconds(30);

  /** How long a connection may go without a login; tests are in more of a hurry. */
  static volatile Duration limit = DEFAULT;

  private static final int THREADS = 16;

  private static final ScheduledThreadPoolExecutor WAITING = waiting();
  private static final ThreadPoolExecutor DUE = due();

  private LoginDeadline() {}

  /** Does something once the time is over, unless that is cancelled before. */
  static Future<?> after(Duration time, Runnable due) {
    return WAITING.schedule(() -> DUE.execute(due), time.toMillis(), TimeUnit.MILLISECONDS);
  }

  /** Ends the wait of a test, and goes back to the default. */
  static void reset() {
    limit = DEFAULT;
  }

  private static ScheduledThreadPoolExecutor waiting() {
    ScheduledThreadPoolExecutor executor =
        new ScheduledThreadPoolExecutor(1, daemons("Portcullis login deadline"));
    executor.setRemoveOnCancelPolicy(true);
    leaveNoThread(executor);
    return executor;
  }

  private static ThreadPoolExecutor due() {
    ThreadPoolExecutor executor =
        new ThreadPoolExecutor(
            THREADS,
            THREADS,
            1,
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(),
            daemons("Portcullis login deadline is over"));
    leaveNoThread(executor);
    return executor;
  }

  /** A broker that has stopped leaves no thread behind. */
  private static void leaveNoThread(ThreadPoolExecutor executor) {
    executor.setKeepAliveTime(1, TimeUnit.SECONDS);
    executor.allowCoreThreadTimeOut(true);
  }

  private static ThreadFactory daemons(String name) {
    return task -> {
      Thread thread = new Thread(task, name);
      thread.setDaemon(true);
      return thread;
    };
  }
}
