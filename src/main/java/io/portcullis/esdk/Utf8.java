package io.portcullis.esdk;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * Checks on the bytes that UTF-8 is well-formed. A decoder that replaces what it does not
 * understand would make two different keys look the same.
 *
 * @see <a href="https://www.unicode.org/versions/Unicode15.0.0/ch03.pdf">The Unicode Standard,
 *     table 3-7</a>
 */
final class Utf8 {
  static final int WELL_FORMED = -1;

  private static final VarHandle LONGS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);
  private static final long NOT_ASCII = 0x8080808080808080L;

  private Utf8() {}

  /** Returns where the first ill-formed sequence starts, or {@link #WELL_FORMED}. */
  static int flaw(byte[] bytes, int from, int to) {
    int at = from;
    while (at < to) {
      int ascii = at <= bytes.length - Long.BYTES ? leadingAscii(bytes, at, to - at) : 0;
      if (ascii > 0) {
        at += ascii;
        continue;
      }
      int length = sequenceLength(bytes, at, to);
      if (length == 0) {
        return at;
      }
      at += length;
    }
    return WELL_FORMED;
  }

  /**
   * How many of the next bytes are ASCII, if that is told by one look at eight bytes: eight, or all
   * that are {@code left}; else 0. What stands behind those that are left does not matter.
   */
  private static int leadingAscii(byte[] bytes, int at, int left) {
    int count = Math.min(left, Long.BYTES);
    long looked = NOT_ASCII << (Long.SIZE - count * Byte.SIZE);
    return ((long) LONGS.get(bytes, at) & looked) == 0 ? count : 0;
  }

  /** Length of the sequence at {@code at}, or 0 if it is ill-formed. */
  private static int sequenceLength(byte[] bytes, int at, int to) {
    int lead = bytes[at] & 0xFF;
    if (lead < 0x80) {
      return 1;
    }
    // 80 to BF only continue a sequence; C0 and C1 could only write ASCII in two bytes.
    if (lead < 0xC2 || lead > 0xF4) {
      return 0;
    }
    int length = lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4;
    if (length > to - at || !mayFollow(lead, bytes[at + 1] & 0xFF)) {
      return 0;
    }
    for (int i = 2; i < length; i++) {
      if ((bytes[at + i] & 0xC0) != 0x80) {
        return 0;
      }
    }
    return length;
  }

  private static boolean mayFollow(int lead, int second) {
    int lowest = lead == 0xE0 ? 0xA0 : lead == 0xF0 ? 0x90 : 0x80; // below: overlong
    int highest = lead == 0xED ? 0x9F : lead == 0xF4 ? 0x8F : 0xBF; // above: surrogate, > U+10FFFF
    return second >= lowest && second <= highest;
  }
}
