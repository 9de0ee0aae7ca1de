package io.portcullis.enforce;

import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs tasks once, now or later, in a bounded number of daemon threads. A stuck task keeps its
 * thread, so each kind of work has a pool of its own. A task that fails runs again until it
 * succeeds or is cancelled, first after a second and then after a minute at most.
 */
public final class TaskPool {

  private static final Logger LOG = LoggerFactory.getLogger(TaskPool.class);

  private static final long IDLE_SECONDS = 1;
  private static final int LINES_OF_A_KIND = 5;
  private static final Duration FIRST_RETRY = Duration.ofSeconds(1);
  private static final Duration LONGEST_RETRY = Duration.ofMinutes(1);

  /** The timer for all pools. It runs no task itself. */
  private static final ScheduledThreadPoolExecutor WAITING = waiting();

  private final String name;
  private final ThreadPoolExecutor threads;
  private final LogThrottle<Class<?>> said = new LogThrottle<>(Clock.systemUTC(), LINES_OF_A_KIND);

  /**
   * @param name what its tasks do, in words; its threads have this name
   * @param most the maximum number of threads
   */
  public TaskPool(String name, int most) {
    this.name = name;
    this.threads =
        new ThreadPoolExecutor(
            most,
            most,
            IDLE_SECONDS,
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(),
            DaemonThreads.named("Portcullis " + name));
    threads.allowCoreThreadTimeOut(true);
  }

  private static ScheduledThreadPoolExecutor waiting() {
    ScheduledThreadPoolExecutor executor =
        new ScheduledThreadPoolExecutor(1, DaemonThreads.named("Portcullis waits"));
    executor.setRemoveOnCancelPolicy(true);
    executor.setKeepAliveTime(IDLE_SECONDS, TimeUnit.SECONDS);
    executor.allowCoreThreadTimeOut(true);
    return executor;
  }

  /** Runs a task soon. */
  public Future<?> run(Task task) {
    Attempt attempt = new Attempt(task);
    attempt.handOver();
    return attempt.end;
  }

  /** Runs a task after a delay, unless it is cancelled before. */
  public Future<?> runAfter(Duration time, Task task) {
    Attempt attempt = new Attempt(task);
    attempt.wait(time);
    return attempt.end;
  }

  /** Stops. Runs in progress are interrupted. */
  public void stop() {
    threads.shutdownNow();
  }

  /** The runs of one task, until it succeeds. */
  private final class Attempt implements Runnable {

    private final Task task;

    /** Completes when the task does. To cancel it ends the attempts. */
    private final FutureTask<Void> end =
        new FutureTask<>(() -> null) {
          @Override
          protected void done() {
            stopWaiting();
          }
        };

    private volatile Future<?> waiting = CompletableFuture.completedFuture(null);
    private Duration retry = FIRST_RETRY;

    Attempt(Task task) {
      this.task = task;
    }

    void wait(Duration time) {
      waiting = WAITING.schedule(this::handOver, time.toMillis(), TimeUnit.MILLISECONDS);
      if (end.isDone()) {
        stopWaiting();
      }
    }

    private void stopWaiting() {
      boolean unused = waiting.cancel(false);
    }

    /** Passes the task to a thread. There may be no free thread at the moment. */
    void handOver() {
      try {
        if (!end.isDone()) {
          threads.execute(this);
        }
      } catch (RejectedExecutionException e) {
        // The pool was stopped.
        end.cancel(false);
      } catch (Throwable e) {
        tryAgain(e);
      }
    }

    @Override
    public void run() {
      if (end.isDone()) {
        return;
      }
      try {
        task.run();
        end.run();
      } catch (Throwable e) {
        tryAgain(e);
      }
    }

    private void tryAgain(Throwable why) {
      if (threads.isShutdown()) {
        end.cancel(false);
        return;
      }
      Duration next = retry;
      retry =
          next.multipliedBy(2).compareTo(LONGEST_RETRY) < 0 ? next.multipliedBy(2) : LONGEST_RETRY;
      try {
        if (next.equals(FIRST_RETRY) && said.add(why.getClass()).isPresent()) {
          LOG.error("The task \"{}\" failed, and will be tried again", name, why);
        }
      } catch (Throwable e) {
        // Even saying it failed, as where the heap is full.
      }
      wait(next);
    }
  }
}
