package io.portcullis.rule;

import io.portcullis.esdk.ReusePool;

/** Buffers for decoded texts. */
final class ReusableBuffers {

  private static final int KEPT_BYTES = 1 << 16;

  private static final ReusePool<byte[]> POOL = new ReusePool<>(() -> new byte[KEPT_BYTES]);

  private ReusableBuffers() {}

  /** Returns a buffer of at least this many bytes. */
  static byte[] take(int length) {
    return length > KEPT_BYTES ? new byte[length] : POOL.take();
  }

  /** Returns a buffer to the pool. A buffer that is too large is garbage collected. */
  static void giveBack(byte[] buffer) {
    if (buffer.length == KEPT_BYTES) {
      POOL.giveBack(buffer);
    }
  }
}
