package io.portcullis.enforce;

import java.time.Duration;

/**
 * A task that is repeated for as long as the broker runs, in a daemon thread of its own, so that no
 * other waits for it. Nothing that it throws ends it: that is said once, and the next turn comes,
 * after a minute at most.
 */
public final class RepeatedTask {

  private static final Duration LONGEST_RETRY = Duration.ofMinutes(1);

  private final Duration pause;
  private final Task task;
  private final TaskFailures failures;
  private final Thread thread;
  private boolean started;
  private boolean stopped;

  /** How many turns were asked for, and how many of those have been served. */
  private long asked;

  private long served;
  private Throwable lastFailureOrNull;

  /**
   * One that waits for its start.
   *
   * @param name what it does, in words; its thread has this name
   * @param pause from the end of a turn to the next
   */
  public RepeatedTask(String name, Duration pause, Task task) {
    this.pause = pause;
    this.task = task;
    this.failures = new TaskFailures(name);
    this.thread = DaemonThreads.named("Portcullis " + name).newThread(this::loop);
  }

  /** Begins; the first turn comes after a pause, or when somebody asks for it. */
  public synchronized void start() {
    if (!started && !stopped) {
      started = true;
      thread.start();
    }
  }

  /** Ends it; the turn that is under way is interrupted. */
  public synchronized void stop() {
    stopped = true;
    notifyAll();
    thread.interrupt();
  }

  /** Has a turn come at once. Nobody waits for it. */
  public synchronized void soon() {
    asked++;
    notifyAll();
  }

  /** What became of a turn that somebody waited for. */
  public sealed interface Outcome {
    /** It succeeded. */
    record Done() implements Outcome {}

    /** It failed. */
    record Failed(Throwable why) implements Outcome {}

    /** It goes on. */
    record Late() implements Outcome {}

    /** It never will be: the task was stopped, or not started. */
    record Stopped() implements Outcome {}
  }

  /** Has a turn come at once that begins from now on, and waits for its end, but not for ever. */
  public synchronized Outcome now(Duration patience) throws InterruptedException {
    long mine = ++asked;
    notifyAll();
    long end = System.nanoTime() + patience.toNanos();
    while (served < mine) {
      long left = (end - System.nanoTime()) / 1_000_000;
      if (stopped || !started) {
        return new Outcome.Stopped();
      }
      if (left <= 0) {
        return new Outcome.Late();
      }
      wait(left);
    }
    return lastFailureOrNull == null ? new Outcome.Done() : new Outcome.Failed(lastFailureOrNull);
  }

  private void loop() {
    boolean failed = false;
    while (awaitTurn(failed)) {
      long serving = asked();
      Throwable failure = failures.of(task);
      failed = failure != null;
      serve(serving, failure);
    }
  }

  private synchronized long asked() {
    return asked;
  }

  private synchronized void serve(long turns, Throwable failureOrNull) {
    served = turns;
    lastFailureOrNull = failureOrNull;
    notifyAll();
  }

  /**
   * Waits until a turn is due.
   *
   * @return false if there is none any more
   */
  private synchronized boolean awaitTurn(boolean failed) {
    Duration next = failed && pause.compareTo(LONGEST_RETRY) > 0 ? LONGEST_RETRY : pause;
    long end = System.nanoTime() + next.toNanos();
    for (long left = next.toMillis(); !stopped && left > 0 && asked == served; ) {
      try {
        wait(left);
      } catch (InterruptedException e) {
        // Whoever stops it says so; an interrupt that a turn left behind is none.
      }
      left = (end - System.nanoTime()) / 1_000_000;
    }
    return !stopped;
  }
}
