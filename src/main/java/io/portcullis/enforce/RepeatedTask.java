package io.portcullis.enforce;

import java.time.Duration;

/**
 * A task that repeats while the broker runs, in a daemon thread of its own. So no other task waits
 * for it. An exception or error does not end it: it is logged once, and the next run follows after
 * a minute at most.
 */
public final class RepeatedTask {

  private static final Duration LONGEST_RETRY = Duration.ofMinutes(1);

  private final Duration pause;
  private final Task task;
  private final TaskFailures failures;
  private final Thread thread;
  private boolean started;
  private boolean stopped;

  /** The number of requested runs. {@code served} is the number of those that have ended. */
  private long asked;

  private long served;
  private Throwable lastFailureOrNull;

  /**
   * Creates a task that waits for its start.
   *
   * @param name what it does, in words; its thread has this name
   * @param pause the pause between the end of a run and the next
   */
  public RepeatedTask(String name, Duration pause, Task task) {
    this.pause = pause;
    this.task = task;
    this.failures = new TaskFailures(name);
    this.thread = DaemonThreads.named("Portcullis " + name).newThread(this::loop);
  }

  /** Starts it. The first run follows after a pause, or on request. */
  public synchronized void start() {
    if (!started && !stopped) {
      started = true;
      thread.start();
    }
  }

  /** Stops it, and interrupts a run in progress. */
  public synchronized void stop() {
    stopped = true;
    notifyAll();
    thread.interrupt();
  }

  /** Requests a run at once, and does not wait for it. */
  public synchronized void soon() {
    asked++;
    notifyAll();
  }

  /** The outcome of a run that somebody waited for. */
  public sealed interface Outcome {
    /** The run succeeded. */
    record Done() implements Outcome {}

    /** The run failed. */
    record Failed(Throwable why) implements Outcome {}

    /** The run is still in progress. */
    record Late() implements Outcome {}

    /** There is no run, because the task was stopped or not started. */
    record Stopped() implements Outcome {}
  }

  /** Requests a run that begins after this call, and waits for its end up to a timeout. */
  public synchronized Outcome now(Duration timeout) throws InterruptedException {
    long mine = ++asked;
    notifyAll();
    long end = System.nanoTime() + timeout.toNanos();
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
   * Waits until a run is due.
   *
   * @return false if there will be none
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
