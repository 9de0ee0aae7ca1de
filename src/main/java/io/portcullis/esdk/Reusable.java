package io.portcullis.esdk;

import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.function.Supplier;

/**
 * A pool of buffers that are made once and used in turn. It keeps as many as there are processors,
 * and takes no lock. Work borrows a buffer and gives it back; no thread and no reader owns one.
 */
final class Reusable<T> {
  private final Supplier<T> maker;
  private final AtomicReferenceArray<T> kept =
      new AtomicReferenceArray<>(Runtime.getRuntime().availableProcessors());

  Reusable(Supplier<T> maker) {
    this.maker = maker;
  }

  /** Returns a buffer that nobody else uses; it holds what its last user left. */
  T take() {
    for (int i = 0; i < kept.length(); i++) {
      T free = kept.get(i);
      if (free != null && kept.compareAndSet(i, free, null)) {
        return free;
      }
    }
    return maker.get();
  }

  /** Returns a buffer to the pool; one too many is garbage collected. */
  void giveBack(T buffer) {
    for (int i = 0; i < kept.length(); i++) {
      if (kept.get(i) == null && kept.compareAndSet(i, null, buffer)) {
        return;
      }
    }
  }
}
