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
 * Tasks that are done once, now or later, in daemon threads, so many at a time and no more. A task
 * that is stuck keeps its thread; each kind of work has a pool of its own, so that the others have
 * theirs. One that fails is tried again, after a second first and a minute at most, until it
 * succeeds or somebody cancels it.
 */
public final class TaskPool {

  private static final Logger LOG = LoggerFactory.getLogger(TaskPool.class);

  private static final long IDLE_SECONDS = 1;
  private static final int LINES_OF_A_KIND = 5;
  private static final Duration FIRST_RETRY = Duration.ofSeconds(1);
  private static final Duration LONGEST_RETRY = Duration.ofMinutes(1);

  /** Waits for all pools, and runs nothing itself. */
  private static final ScheduledThreadPoolExecutor WAITING = waiting();

  private final String name;
  private final ThreadPoolExecutor threads;
  private final LogThrottle<Class<?>> said = new LogThrottle<>(Clock.systemUTC(), LINES_OF_A_KIND);

  /**
   * @param name what its tasks do, in words; its threads have this name
   * @param most how many threads there are
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

  /** Does something soon. */
  public Future<?> run(Task task) {
    Attempt attempt = new Attempt(task);
    attempt.handOver();
    return attempt.end;
  }

  /** Does something once a time is over, unless that is cancelled before. */
  public Future<?> runAfter(Duration time, Task task) {
    Attempt attempt = new Attempt(task);
    attempt.wait(time);
    return attempt.end;
  }

  /** Does no more; what is under way is interrupted. */
  public void stop() {
    threads.shutdownNow();
  }

  /** A task, until it has succeeded. */
  private final class Attempt implements Runnable {

    private final Task task;

    /** Done when the task is; whoever cancels it ends the attempts. */
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

    /** A thread may not be had at the moment. */
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
