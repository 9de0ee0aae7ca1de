package io.portcullis.enforce;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Makes calls that may never return, with a timeout. An example is a read from a mount that hangs.
 * Each call runs in a thread of its own. While a call of the same key hangs, the next call fails at
 * once. One call now and then is still tried, to notice a recovery. So few threads are stuck.
 */
public final class TimedCalls {

  private static final int THREADS = 64;

  /**
   * The number of hanging calls after which the time between attempts stays the same: 43 minutes.
   */
  private static final int MOST_DOUBLED = 8;

  private static final Duration FIRST_RETRY = Duration.ofSeconds(10);

  private final Map<Object, Stuck> stuck = new HashMap<>();
  private final ThreadPoolExecutor threads;

  /** The hanging calls of one key. */
  private static final class Stuck {
    private int calls;
    private long lastNanos;
  }

  /**
   * @param name what is called, in words
   */
  public TimedCalls(String name) {
    this.threads =
        new ThreadPoolExecutor(
            0,
            THREADS,
            1,
            TimeUnit.SECONDS,
            new SynchronousQueue<>(),
            DaemonThreads.named("Portcullis " + name));
  }

  /**
   * Makes a call.
   *
   * @param key identifies calls that hang together
   * @throws TimeoutException if it did not return in time, or a call with the same key is still
   *     hanging
   * @throws ExecutionException with the exception of the call
   */
  public <T> T call(Object key, Duration timeout, Callable<T> call)
      throws TimeoutException, ExecutionException {
    refuseIfStuck(key);
    FutureTask<T> task = new FutureTask<>(call);
    Ending ending = new Ending(key);
    try {
      threads.execute(
          () -> {
            task.run();
            ending.ended();
          });
      return task.get(timeout.toNanos(), TimeUnit.NANOSECONDS);
    } catch (RejectedExecutionException e) {
      throw new TimeoutException("too many hang already");
    } catch (TimeoutException e) {
      ending.late();
      boolean unused = task.cancel(true);
      throw new TimeoutException("it did not answer within %d ms".formatted(timeout.toMillis()));
    } catch (InterruptedException e) {
      ending.late();
      boolean unused = task.cancel(true);
      Thread.currentThread().interrupt();
      throw new TimeoutException("interrupted");
    }
  }

  private void refuseIfStuck(Object key) throws TimeoutException {
    synchronized (stuck) {
      Stuck those = stuck.get(key);
      if (those == null) {
        return;
      }
      long wait = FIRST_RETRY.toNanos() << Math.min(those.calls - 1, MOST_DOUBLED);
      if (System.nanoTime() - those.lastNanos < wait) {
        throw new TimeoutException("it has not answered yet");
      }
    }
  }

  /** Records how a call ends: in time, late, or not yet. */
  private final class Ending {

    private final Object key;
    private boolean over;
    private boolean late;

    Ending(Object key) {
      this.key = key;
    }

    void late() {
      synchronized (stuck) {
        if (!over) {
          late = true;
          Stuck those = stuck.computeIfAbsent(key, same -> new Stuck());
          those.calls++;
          those.lastNanos = System.nanoTime();
        }
      }
    }

    void ended() {
      synchronized (stuck) {
        over = true;
        Stuck those = late ? stuck.get(key) : null;
        if (those != null && --those.calls == 0) {
          stuck.remove(key);
        }
      }
    }
  }
}
