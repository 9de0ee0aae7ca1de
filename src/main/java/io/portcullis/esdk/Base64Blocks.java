package io.portcullis.esdk;

import java.util.Base64;

/**
 * Decodes base64 in blocks with the JDK's decoder, which uses vector instructions where the
 * processor has them. That decoder takes whole arrays only, so text and bytes are copied through
 * arrays of fixed sizes.
 *
 * <p>It stops before a block that holds anything but digits, and says nothing about it.
 */
final class Base64Blocks {
  private static final Base64.Decoder JDK = Base64.getDecoder();

  /** Four times smaller each: what is left of a text after one size is the next one's. */
  private static final int[] SIZES = {4096, 1024, 256, 64};

  static final int SMALLEST = SIZES[SIZES.length - 1];

  private static final ReusePool<Base64Blocks> BLOCKS = new ReusePool<>(Base64Blocks::new);

  private final byte[][] digits = new byte[SIZES.length][];
  private final byte[] decoded = new byte[StrictBase64.maxDecodedLength(SIZES[0])];

  private Base64Blocks() {
    for (int i = 0; i < SIZES.length; i++) {
      digits[i] = new byte[SIZES[i]];
    }
  }

  /**
   * Decodes what it can of {@code text} from {@code start} to {@code end}; writes to {@code target}
   * from {@code out}.
   *
   * @return how many characters it decoded: a multiple of {@link #SMALLEST}
   */
  static int decode(byte[] text, int start, int end, byte[] target, int out) {
    Base64Blocks blocks = BLOCKS.take();
    try {
      return blocks.decodeAll(text, start, end, target, out);
    } finally {
      BLOCKS.giveBack(blocks);
    }
  }

  private int decodeAll(byte[] text, int start, int end, byte[] target, int out) {
    int at = start;
    int to = out;
    for (byte[] block : digits) {
      int bytes = StrictBase64.maxDecodedLength(block.length);
      for (; end - at >= block.length; at += block.length, to += bytes) {
        System.arraycopy(text, at, block, 0, block.length);
        if (!isWhole(block, bytes)) {
          return at - start;
        }
        System.arraycopy(decoded, 0, target, to, bytes);
      }
    }
    return at - start;
  }

  /** Whether a block holds digits only; padding would make it shorter. */
  private boolean isWhole(byte[] block, int bytes) {
    try {
      return JDK.decode(block, decoded) == bytes;
    } catch (IllegalArgumentException notDigits) {
      return false;
    }
  }
}
