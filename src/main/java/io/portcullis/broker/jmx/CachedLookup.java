package io.portcullis.broker.jmx;

import io.portcullis.enforce.TaskPool;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;

/**
 * A slow lookup for JMX whose result is cached for a minute, because monitors ask often. One thread
 * at a time looks it up, and only on demand. A caller waits no longer than a timeout, even if a
 * directory hangs.
 *
 * @param <T> the type of the result
 */
final class CachedLookup<T> {

  private static final Duration REMEMBERED = Duration.ofMinutes(1);

  private final String name;
  private final Supplier<T> look;
  private final Clock clock;
  private final Duration timeout;
  private final TaskPool looking;
  private Instant looked = Instant.MIN;
  private Optional<FutureTask<T>> last = Optional.empty();

  /**
   * @param name its name, in the words of JMX
   * @param look looks it up
   * @param timeout how long a caller waits for it
   */
  CachedLookup(String name, Supplier<T> look, Clock clock, Duration timeout) {
    this.name = name;
    this.look = look;
    this.clock = clock;
    this.timeout = timeout;
    this.looking = new TaskPool("looks at " + name, 1);
  }

  /**
   * Returns a result that is less than a minute old.
   *
   * @throws IllegalStateException if the lookup fails or exceeds the timeout; it is one of the
   *     JDK's classes, because a client may have no others
   */
  T get() {
    try {
      return current().get(timeout.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      throw new IllegalStateException(
          "%s: not found out within %d seconds; ask again later"
              .formatted(name, timeout.toSeconds()));
    } catch (ExecutionException e) {
      throw new IllegalStateException("%s: %s".formatted(name, message(e.getCause())));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("%s: interrupted".formatted(name));
    }
  }

  /**
   * Returns an error's message. For an error of the JVM, such as a missing class, it adds the class
   * name.
   */
  private static String message(Throwable cause) {
    return cause instanceof RuntimeException ? cause.getMessage() : cause.toString();
  }

  /** Makes the next call look it up again, unless a lookup is in progress. */
  synchronized void forget() {
    looked = Instant.MIN;
  }

  private synchronized FutureTask<T> current() {
    Instant now = clock.instant();
    if (last.isPresent() && (!last.get().isDone() || isFresh(now))) {
      return last.get();
    }
    FutureTask<T> task = new FutureTask<>(look::get);
    Future<?> unused = looking.run(task::run);
    last = Optional.of(task);
    looked = now;
    return task;
  }

  /** Tells whether the result is recent. If the clock was set back, its age is unknown. */
  private boolean isFresh(Instant now) {
    return !now.isBefore(looked) && !now.isAfter(looked.plus(REMEMBERED));
  }
}
