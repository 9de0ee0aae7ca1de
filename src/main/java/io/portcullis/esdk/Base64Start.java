package io.portcullis.esdk;

import io.portcullis.esdk.Malformation.Kind;
import java.util.Objects;

/**
 * Guesses whether bytes are the base64 text of a message rather than the message itself. The guess
 * only gives a refusal a better reason.
 */
public final class Base64Start {
  /** Enough for most headers; a header that is longer is judged by what is within. */
  private static final int MAX_DIGITS = 8 * 1024;

  /** The message id has been read when a header breaks off here or later, in both versions. */
  private static final int PLAUSIBLE = 20;

  /** The first six bits of both versions. */
  private static final byte FIRST_DIGIT = 'A';

  private static final int ANY_COUNT = 0xFFFF;

  private Base64Start() {}

  /**
   * Returns whether the bytes start like a message in base64, in one line or in several. Their
   * digits, up to the first other character, must decode to a header without a flaw. A prefix such
   * as {@code AgV4} alone proves nothing. Allocates at most 15 KiB.
   *
   * @throws IndexOutOfBoundsException if the range does not lie within the array
   */
  public static boolean looksLikeMessage(byte[] bytes, int offset, int length) {
    Objects.checkFromIndexSize(offset, length, bytes.length);
    if (length == 0 || bytes[offset] != FIRST_DIGIT) {
      return false;
    }
    byte[] digits = new byte[Math.min(length, MAX_DIGITS)];
    int count = takeDigits(bytes, offset, length, digits);
    int whole = count / 4 * 4;
    byte[] start = new byte[StrictBase64.maxDecodedLength(whole)];
    int decoded = new StrictBase64().decode(digits, 0, whole, start);
    MessageReader reader = new MessageReader();
    return reader.read(start, 0, decoded, Depth.HEADER, ANY_COUNT)
        || (count == MAX_DIGITS
            && reader.malformation().filter(Base64Start::isPlausible).isPresent());
  }

  /** Copies digits, without the line breaks among them; returns how many. */
  private static int takeDigits(byte[] bytes, int offset, int length, byte[] digits) {
    int count = 0;
    for (int at = offset; at - offset < length && count < digits.length; at++) {
      if (StrictBase64.isDigit(bytes[at])) {
        digits[count++] = bytes[at];
      } else if (bytes[at] != '\r' && bytes[at] != '\n') {
        break;
      }
    }
    return count;
  }

  private static boolean isPlausible(Malformation flaw) {
    return flaw.kind() == Kind.TRUNCATED && flaw.offset() >= PLAUSIBLE;
  }
}
