package io.portcullis.esdk;

/**
 * Recognises a message in hexadecimal digits, with {@code 0x} or PostgreSQL's {@code \x} before.
 */
final class Hexadecimal {

  /** Enough for most headers. */
  private static final int MAX_DIGITS = 4 * 1024;

  private Hexadecimal() {}

  static boolean isMessage(byte[] bytes, int offset, int length) {
    int start = offset + prefixLength(bytes, offset, length);
    int end = offset + length;
    if (!startsAt(bytes, start, end)) {
      return false;
    }
    byte[] decoded = new byte[Math.min(end - start, MAX_DIGITS) / 2];
    int count = 0;
    while (count < decoded.length) {
      int high = Character.digit(bytes[start + 2 * count], 16);
      int low = Character.digit(bytes[start + 2 * count + 1], 16);
      if (high < 0 || low < 0) {
        break;
      }
      decoded[count++] = (byte) (high << 4 | low);
    }
    return HeaderStart.isIn(decoded, count, count == MAX_DIGITS / 2);
  }

  private static int prefixLength(byte[] bytes, int offset, int length) {
    boolean prefixed =
        length > 2
            && (bytes[offset] == '0' || bytes[offset] == '\\')
            && (bytes[offset + 1] == 'x' || bytes[offset + 1] == 'X');
    return prefixed ? 2 : 0;
  }

  /** The digits of either version. */
  private static boolean startsAt(byte[] bytes, int at, int end) {
    return end - at > 2 && bytes[at] == '0' && (bytes[at + 1] == '1' || bytes[at + 1] == '2');
  }
}
