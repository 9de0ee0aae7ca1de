package io.portcullis.rule;

import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;

/**
 * A pool of buffers for decoded texts, one for each text that can be decoded at once. Connections
 * have threads of their own, and none should keep a buffer that it seldom needs.
 */
final class ReusableBuffers {

  private static final int KEPT_BYTES = 1 << 16;

  private static final BlockingQueue<byte[]> FREE =
      new ArrayBlockingQueue<>(Runtime.getRuntime().availableProcessors());

  private ReusableBuffers() {}

  /** Returns a buffer of at least this many bytes. */
  static byte[] take(int length) {
    if (length > KEPT_BYTES) {
      return new byte[length];
    }
    byte[] free = FREE.poll();
    return free == null ? new byte[KEPT_BYTES] : free;
  }

  /**
   * Returns a buffer to the pool. A buffer that is too large, or one too many, is garbage
   * collected.
   */
  static void giveBack(byte[] buffer) {
    if (buffer.length == KEPT_BYTES) {
      boolean unused = FREE.offer(buffer);
    }
  }
}
