package io.portcullis.testing;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Threads that do the same again and again until they are to end, or one of them fails. */
public final class Workers implements AutoCloseable {

  private static final long END_SECONDS = 120;

  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final CompletableFuture<Void> failure = new CompletableFuture<>();
  private final CountDownLatch end = new CountDownLatch(1);

  /** What is done again and again. */
  public interface Step {
    /** Once. */
    void run() throws Exception;
  }

  /** Does it without a pause. */
  public void repeat(Step step) {
    repeatEvery(Duration.ZERO, step);
  }

  /** Does it with a pause in between. */
  public void repeatEvery(Duration pause, Step step) {
    threads.execute(
        () -> {
          try {
            do {
              step.run();
            } while (!end.await(pause.toMillis(), TimeUnit.MILLISECONDS));
          } catch (Exception | AssertionError e) {
            fail(e);
          }
        });
  }

  /** Whether they are to end. */
  public boolean areEnding() {
    return end.getCount() == 0;
  }

  /** Something else went wrong that makes going on useless. */
  public void fail(Throwable cause) {
    failure.completeExceptionally(cause);
  }

  /**
   * Lets them work for a time.
   *
   * @throws IllegalStateException as soon as one fails
   */
  public void letWork(Duration time) throws InterruptedException {
    try {
      failure.get(time.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      return;
    } catch (ExecutionException e) {
      throw new IllegalStateException(e.getCause());
    }
  }

  /**
   * Ends them, each when it has done what it is at.
   *
   * @throws IllegalStateException if one failed, or does not end
   */
  @Override
  public void close() {
    end.countDown();
    threads.shutdown();
    try {
      if (!threads.awaitTermination(END_SECONDS, TimeUnit.SECONDS)) {
        threads.shutdownNow();
        throw new IllegalStateException("some did not end within %d s".formatted(END_SECONDS));
      }
      letWork(Duration.ZERO);
    } catch (InterruptedException e) {
      threads.shutdownNow();
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }
}
