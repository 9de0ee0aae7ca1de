package io.portcullis.login;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Limits how many of one kind work at once. The others wait in order. It holds nothing for kinds of
 * which nobody works or waits.
 *
 * @param <K> the kind
 */
final class KeyedSemaphore<K> {

  /** The turns of one kind. */
  private static final class Queue {
    private final Semaphore free;
    private final AtomicInteger present = new AtomicInteger();

    Queue(int atOnce) {
      this.free = new Semaphore(atOnce, true);
    }
  }

  private final int atOnce;
  private final int mostPresent;
  private final Map<K, Queue> queues = new ConcurrentHashMap<>();

  /** Lets {@code atOnce} of each kind work at once, and everybody else wait. */
  KeyedSemaphore(int atOnce) {
    this(atOnce, Integer.MAX_VALUE);
  }

  /**
   * Lets {@code atOnce} of each kind work at once; no more than {@code mostPresent} are in line.
   */
  KeyedSemaphore(int atOnce, int mostPresent) {
    this.atOnce = atOnce;
    this.mostPresent = mostPresent;
  }

  /**
   * Waits for a turn. Whoever gets one has to {@link #give} it back.
   *
   * @return whether it came in time; at once, if too many of the kind work or wait
   */
  boolean take(K kind, Duration atMost) throws InterruptedException {
    Queue queue =
        queues.compute(
            kind,
            (same, known) -> {
              Queue present = known == null ? new Queue(atOnce) : known;
              present.present.incrementAndGet();
              return present;
            });
    boolean taken = false;
    try {
      if (queue.present.get() > mostPresent) {
        return false;
      }
      taken = queue.free.tryAcquire(atMost.toNanos(), TimeUnit.NANOSECONDS);
      return taken;
    } finally {
      if (!taken) {
        leave(kind);
      }
    }
  }

  /** Gives a turn back. */
  void give(K kind) {
    queues.get(kind).free.release();
    leave(kind);
  }

  private void leave(K kind) {
    queues.computeIfPresent(
        kind, (same, queue) -> queue.present.decrementAndGet() == 0 ? null : queue);
  }

  /** How many of a kind work or wait. */
  int present(K kind) {
    Queue queue = queues.get(kind);
    return queue == null ? 0 : queue.present.get();
  }

  /** How many kinds are held. */
  int kinds() {
    return queues.size();
  }
}
