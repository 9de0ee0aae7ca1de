package io.portcullis.enforce;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Logs once that a task fails, and once that it succeeds again. Everything that it throws is a
 * failure, also errors of the JVM: a missing class, a full stack or a full heap.
 */
final class TaskFailures {

  private static final Logger LOG = LoggerFactory.getLogger(RepeatedTask.class);

  private final String what;
  private boolean failing;

  TaskFailures(String what) {
    this.what = what;
  }

  /**
   * Runs a task.
   *
   * @return null if it succeeded, otherwise what it threw
   */
  Throwable of(Task task) {
    try {
      task.run();
    } catch (Throwable e) {
      say(e);
      return e;
    }
    sayItSucceeded();
    return null;
  }

  /** Logs a failure. With a full heap even that may fail. Then the next failure is logged. */
  private synchronized void say(Throwable why) {
    if (failing) {
      return;
    }
    try {
      LOG.error("The task \"{}\" failed, and will be tried again", what, why);
      failing = true;
    } catch (Throwable e) {
      failing = false;
    }
  }

  private synchronized void sayItSucceeded() {
    if (failing) {
      try {
        LOG.info("The task \"{}\" succeeds again", what);
        failing = false;
      } catch (Throwable e) {
        // The next success says it.
        failing = true;
      }
    }
  }
}
