package io.portcullis.esdk;

import java.util.HexFormat;
import java.util.Locale;

/** Reads unsigned big-endian integers from an array, and writes numbers for refusals. */
final class Bytes {
  static final byte[] NONE = {};

  private Bytes() {}

  static int uint16(byte[] bytes, int position) {
    return (bytes[position] & 0xFF) << 8 | (bytes[position + 1] & 0xFF);
  }

  static long uint32(byte[] bytes, int position) {
    return (long) uint16(bytes, position) << 16 | uint16(bytes, position + 2);
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
