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

  /** At least so many bytes. */
  static byte[] take(int length) {
    if (length > KEPT_BYTES) {
      return new byte[length];
    }
    byte[] free = FREE.poll();
    return free == null ? new byte[KEPT_BYTES] : free;
  }

  /** For the next; what is too large, or too many, is left to the collector. */
  static void giveBack(byte[] buffer) {
    if (buffer.length == KEPT_BYTES) {
      boolean unused = FREE.offer(buffer);
    }
  }
}
