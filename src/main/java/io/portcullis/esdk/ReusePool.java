package io.portcullis.esdk;

import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.function.Supplier;

/**
 * A bounded pool of objects that cost too much to create for each message. An object belongs to one
 * piece of work, from {@link #take} to {@link #giveBack}, and to no thread: a broker may have a
 * thread for each connection, and most of them wait.
 *
 * <p>Nobody waits for an object. If none is free, a new one is created. If there is no room for one
 * that comes back, it is garbage collected.
 *
 * @param <T> the objects
 */
public final class ReusePool<T> {

  /** Places between two slots, so that no two share a cache line of 64 bytes. */
  private static final int STRIDE = 16;

  /** How many slots are tried. More threads than this seldom meet at one slot. */
  private static final int TRIES = 4;

  private final Supplier<T> maker;
  private final AtomicReferenceArray<T> slots;
  private final int mask;

  /** Keeps at most two small objects for each processor, and at least four. */
  public ReusePool(Supplier<T> maker) {
    this(maker, Math.max(TRIES, 2 * Runtime.getRuntime().availableProcessors()));
  }

  /** Keeps at most {@code most} objects; a power of two, or fewer. */
  ReusePool(Supplier<T> maker, int most) {
    this.maker = maker;
    this.mask = Integer.highestOneBit(most) - 1;
    this.slots = new AtomicReferenceArray<>((mask + 1) * STRIDE);
  }

  /** Returns an object that nobody else has. */
  public T take() {
    int home = home();
    for (int i = 0; i < TRIES; i++) {
      int slot = slot(home + i);
      if (slots.getPlain(slot) != null) {
        T free = slots.getAndSet(slot, null);
        if (free != null) {
          return free;
        }
      }
    }
    return maker.get();
  }

  /** Takes an object back. Its user must not use it any more. */
  public void giveBack(T object) {
    int home = home();
    for (int i = 0; i < TRIES; i++) {
      int slot = slot(home + i);
      if (slots.getPlain(slot) == null) {
        slots.setRelease(slot, object);
        return;
      }
    }
  }

  private static int home() {
    return (int) Thread.currentThread().getId();
  }

  private int slot(int number) {
    return (number & mask) * STRIDE;
  }
}
