package io.portcullis.esdk;

import io.portcullis.esdk.Malformation.Kind;
import java.util.Arrays;
import java.util.Objects;
import java.util.Optional;

/**
 * Decodes base64 that has one spelling only: the standard alphabet, padding required, zero pad
 * bits, no whitespace or line breaks. (The JDK's decoder accepts missing padding and stray pad
 * bits, so it cannot tell two spellings apart.)
 *
 * <p>Reusable and not thread-safe. Allocates nothing for a text it accepts.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc4648#section-4">RFC 4648, sections 3 and 4</a>
 */
public final class StrictBase64 {
  /** What {@link #decode} returns for a text it refuses. */
  public static final int REFUSED = -1;

  private static final String FIELD = "base64 text";
  private static final byte PADDING = '=';
  private static final int NO_DIGIT = -1;
  private static final int[] DIGITS = digits();

  private Malformation malformation;

  private static int[] digits() {
    String alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    int[] digits = new int[256];
    Arrays.fill(digits, NO_DIGIT);
    for (int i = 0; i < alphabet.length(); i++) {
      digits[alphabet.charAt(i)] = i;
    }
    return digits;
  }

  /** Returns how many bytes a text of this length can decode to at most. */
  public static int maxDecodedLength(int length) {
    return length / 4 * 3;
  }

  /**
   * Decodes {@code length} bytes of ASCII from {@code offset} into {@code target}, from its start.
   *
   * @return how many bytes it decoded, or {@link #REFUSED}; then {@link #malformation} tells why,
   *     with an offset from the start of the text, and {@code target} holds nothing of use
   * @throws IndexOutOfBoundsException if the range does not lie within the array, or if {@code
   *     target} is shorter than {@link #maxDecodedLength}
   */
  public int decode(byte[] text, int offset, int length, byte[] target) {
    Objects.checkFromIndexSize(offset, length, text.length);
    Objects.checkFromIndexSize(0, maxDecodedLength(length), target.length);
    malformation = null;
    int end = offset + length;
    int rest = length % 4;
    boolean padded = length > 0 && rest == 0 && text[end - 1] == PADDING;
    int unpaddedEnd = end - (padded ? 4 : rest);
    int decoded = decodeDigits(text, offset, unpaddedEnd, target);
    if (decoded == REFUSED) {
      return REFUSED;
    }
    if (rest != 0) {
      return refuseRest(text, offset, unpaddedEnd, end);
    }
    return padded ? decodePadded(text, offset, unpaddedEnd, target, decoded) : decoded;
  }

  /**
   * Decodes the first characters group by group, so that a plain text is refused for little. The
   * rest goes by blocks, and what they leave group by group again.
   */
  private int decodeDigits(byte[] text, int start, int end, byte[] target) {
    int head = Math.min(end, start + Base64Blocks.SMALLEST);
    int out = decodeGroups(text, start, start, head, target, 0);
    if (out == REFUSED || head == end) {
      return out;
    }
    int blocks =
        end - head < Base64Blocks.SMALLEST ? 0 : Base64Blocks.decode(text, head, end, target, out);
    return decodeGroups(text, start, head + blocks, end, target, out + maxDecodedLength(blocks));
  }

  private int decodeGroups(byte[] text, int start, int from, int end, byte[] target, int to) {
    int out = to;
    for (int at = from; at < end; at += 4) {
      int bits =
          digit(text[at]) << 18
              | digit(text[at + 1]) << 12
              | digit(text[at + 2]) << 6
              | digit(text[at + 3]);
      if (bits < 0) {
        return refuseGroup(text, start, at);
      }
      target[out] = (byte) (bits >> 16);
      target[out + 1] = (byte) (bits >> 8);
      target[out + 2] = (byte) bits;
      out += 3;
    }
    return out;
  }

  /** Decodes the last group: two digits and two padding characters, or three and one. */
  private int decodePadded(byte[] text, int start, int at, byte[] target, int out) {
    boolean twoDigits = text[at + 2] == PADDING;
    int third = twoDigits ? 0 : digit(text[at + 2]);
    int bits = digit(text[at]) << 18 | digit(text[at + 1]) << 12 | third << 6;
    if (bits < 0) {
      return refuseGroup(text, start, at);
    }
    int padBits = twoDigits ? 0xFFFF : 0xFF;
    if ((bits & padBits) != 0) {
      return refuse(Kind.INVALID, at + (twoDigits ? 1 : 2) - start, "pad bits are not zero");
    }
    target[out] = (byte) (bits >> 16);
    if (twoDigits) {
      return out + 1;
    }
    target[out + 1] = (byte) (bits >> 8);
    return out + 2;
  }

  private int refuseGroup(byte[] text, int start, int group) {
    int at = group;
    while (isDigit(text[at])) {
      at++;
    }
    return text[at] == PADDING
        ? refuse(Kind.INVALID, at - start, "padding before the end")
        : refuseCharacter(start, at);
  }

  private int refuseRest(byte[] text, int start, int rest, int end) {
    for (int at = rest; at < end; at++) {
      if (!isDigit(text[at]) && text[at] != PADDING) {
        return refuseCharacter(start, at);
      }
    }
    String reason = "last group has " + (end - rest) + " of 4 characters";
    return refuse(Kind.TRUNCATED, rest - start, reason);
  }

  private int refuseCharacter(int start, int at) {
    return refuse(Kind.INVALID, at - start, "not a character of the standard alphabet");
  }

  private int refuse(Kind kind, int offset, String reason) {
    malformation = new Malformation(kind, FIELD, offset, reason);
    return REFUSED;
  }

  /** Why the last text was refused; empty if it was accepted, or if there was none. */
  public Optional<Malformation> malformation() {
    return Optional.ofNullable(malformation);
  }

  static boolean isDigit(byte character) {
    return digit(character) != NO_DIGIT;
  }

  private static int digit(byte character) {
    return DIGITS[character & 0xFF];
  }
}
