package io.portcullis.esdk;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.HexFormat;
import java.util.Locale;

/** Reads unsigned big-endian integers from an array, and writes numbers for refusals. */
final class Bytes {
  static final byte[] NONE = {};

  private static final VarHandle SHORTS =
      MethodHandles.byteArrayViewVarHandle(short[].class, ByteOrder.BIG_ENDIAN);
  private static final VarHandle INTS =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);

  private Bytes() {}

  static int uint16(byte[] bytes, int position) {
    return (short) SHORTS.get(bytes, position) & 0xFFFF;
  }

  static long uint32(byte[] bytes, int position) {
    return (int) INTS.get(bytes, position) & 0xFFFF_FFFFL;
  }

  static String hex8(int value) {
    return "0x" + HexFormat.of().toHexDigits((byte) value).toUpperCase(Locale.ROOT);
  }

  static String hex16(int value) {
    return "0x" + HexFormat.of().toHexDigits((short) value).toUpperCase(Locale.ROOT);
  }

  /**
   * Writes a number that might be four or eight characters of a plaintext, unless it is too small
   * to be.
   */
  static String small(long value) {
    return Long.compareUnsigned(value, 0xFFFF) > 0 ? "above 65535" : Long.toString(value);
  }

  static String count(long length) {
    return length == 1 ? "1 byte" : length + " bytes";
  }
}
