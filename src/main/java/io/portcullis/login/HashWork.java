package io.portcullis.login;

import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/**
 * Bounds the hashing in this JVM: as many hashes at once as there are processors, and as many as
 * fit into a quarter of the heap. The others wait in order, for a bounded time.
 */
final class HashWork {

  /** The most memory that all hashes at work may take together, in KiB. */
  static final int MEMORY_KIB =
      (int) Math.min(Integer.MAX_VALUE, Runtime.getRuntime().maxMemory() / 4 / 1024);

  /** The one that all logins share. */
  static final HashWork SHARED =
      new HashWork(Runtime.getRuntime().availableProcessors(), MEMORY_KIB);

  private final int allKib;
  private final Semaphore processors;
  private final Semaphore memoryKib;

  HashWork(int processors, int memoryKib) {
    this.allKib = memoryKib;
    this.processors = new Semaphore(processors, true);
    this.memoryKib = new Semaphore(memoryKib, true);
  }

  /**
   * Does the work when its turn comes.
   *
   * @param needsKib the memory it takes; where that is more than all, it works alone
   * @param atMost how long to wait
   * @throws LoginsBusyException if its turn does not come in time, or the thread is interrupted
   */
  boolean run(int needsKib, Duration atMost, BooleanSupplier hashing) throws LoginsBusyException {
    long end = System.nanoTime() + atMost.toNanos();
    int kib = Math.min(needsKib, allKib);
    acquire(processors, 1, end);
    try {
      acquire(memoryKib, kib, end);
      try {
        return hashing.getAsBoolean();
      } finally {
        memoryKib.release(kib);
      }
    } finally {
      processors.release();
    }
  }

  /** How many wait for a processor. */
  int waiting() {
    return processors.getQueueLength();
  }

  private static void acquire(Semaphore semaphore, int permits, long end)
      throws LoginsBusyException {
    try {
      if (!semaphore.tryAcquire(permits, end - System.nanoTime(), TimeUnit.NANOSECONDS)) {
        throw new LoginsBusyException();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new LoginsBusyException();
    }
  }
}
