package io.portcullis.esdk;

import io.portcullis.esdk.BodyShape.Kind;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/**
 * Finds a message in base64 that {@link StrictBase64} refuses, and the first character that makes
 * it so. Its digits must decode to a header without a flaw: a prefix such as {@code AgV4} alone
 * proves nothing.
 */
final class LooseBase64 {
  /** Enough for most headers; a header that is longer is judged by what is within. */
  private static final int MAX_DIGITS = 8 * 1024;

  /** Where the digits of a header may stand at most, with all that is among them. */
  static final int LOOKED_AT = 64 * 1024;

  /** A media type and its parameters are not longer. */
  private static final int LONGEST_URI_START = 128;

  /** Blanks, a mark, quotation marks and the start of a URI, in some order. */
  private static final int MOST_WRAPPINGS = 4;

  /** A line break at the end, and one more, in either of two forms. */
  private static final int LONGEST_END = 4;

  private final byte[] bytes;
  private final int start;
  private final int end;
  private int at;
  private Kind flaw = Kind.BASE64;
  private int flawAt;

  private LooseBase64(byte[] bytes, int offset, int length) {
    this.bytes = bytes;
    this.start = offset;
    this.end = offset + length;
    this.at = offset;
  }

  /** Returns in which form of base64 the bytes are a message; empty if they are none. */
  static Optional<BodyShape> find(byte[] bytes, int offset, int length) {
    LooseBase64 text = new LooseBase64(bytes, offset, length);
    text.skipWrapping();
    return startsAt(bytes, text.at, text.end) ? text.find() : Optional.empty();
  }

  /** Whether the first digits are those of a version and its suites. */
  static boolean startsAt(byte[] bytes, int at, int end) {
    return end - at >= 4
        && bytes[at] == 'A'
        && (bytes[at + 1] == 'Y'
            ? bytes[at + 2] == 'A'
            : bytes[at + 1] == 'g'
                && (bytes[at + 2] == 'R' || bytes[at + 2] == 'V')
                && bytes[at + 3] == '4');
  }

  /** Decodes the first digits of a text, of either alphabet, whatever they mean. */
  static byte[] decodeStart(byte[] bytes, int offset, int length) {
    LooseBase64 text = new LooseBase64(bytes, offset, length);
    text.skipWrapping();
    byte[] digits = new byte[Math.min(text.end - text.at, MAX_DIGITS)];
    int count = text.takeDigits(digits) / 4 * 4;
    return decode(digits, count);
  }

  private Optional<BodyShape> find() {
    byte[] digits = new byte[Math.min(end - at, MAX_DIGITS)];
    int first = at;
    int count = takeDigits(digits);
    int whole = count / 4 * 4;
    byte[] decoded = decode(digits, whole);
    if (!HeaderStart.isIn(decoded, decoded.length, count == MAX_DIGITS)) {
      return Optional.empty();
    }
    if (flaw == Kind.BASE64) {
      findLaterFlaw(first);
    }
    return Optional.of(new BodyShape(flaw, flawAt));
  }

  private static byte[] decode(byte[] digits, int count) {
    byte[] decoded = new byte[StrictBase64.maxDecodedLength(count)];
    int length = new StrictBase64().decode(digits, 0, count, decoded);
    return Arrays.copyOf(decoded, Math.max(length, 0));
  }

  /** Skips what stands before the digits, and takes the first of it as the flaw. */
  private void skipWrapping() {
    for (int i = 0; i < MOST_WRAPPINGS && at < end; i++) {
      int before = at;
      skipOneWrapping();
      if (at == before) {
        return;
      }
    }
  }

  private void skipOneWrapping() {
    if (startsWith("\u00EF\u00BB\u00BF")) {
      wrap(Kind.BASE64_WITH_BYTE_ORDER_MARK, at + 3);
    } else if (isBlank(bytes[at])) {
      int blanks = at;
      int last = lastLookedAt();
      while (blanks < last && isBlank(bytes[blanks])) {
        blanks++;
      }
      wrap(Kind.BASE64_WITH_BLANKS, blanks);
    } else if (bytes[at] == '"' || bytes[at] == '\'') {
      wrap(Kind.BASE64_IN_QUOTES, at + 1);
    } else if (startsWith("b'") || startsWith("b\"")) {
      wrap(Kind.BASE64_IN_QUOTES, at + 2);
    } else if (startsWith("data:")) {
      int length = Math.min(end - at, LONGEST_URI_START);
      String uri = new String(bytes, at, length, StandardCharsets.ISO_8859_1);
      int marker = uri.toLowerCase(Locale.ROOT).indexOf(";base64,");
      if (marker >= 0) {
        wrap(Kind.BASE64_IN_DATA_URI, at + marker + ";base64,".length());
      }
    }
  }

  /** Blanks without end cost little. */
  private int lastLookedAt() {
    return Math.min(end - start, LOOKED_AT) + start;
  }

  private void wrap(Kind kind, int behind) {
    meet(kind, at);
    at = behind;
  }

  private void meet(Kind kind, int where) {
    if (flaw == Kind.BASE64) {
      flaw = kind;
      flawAt = where - start;
    }
  }

  /** Takes digits in the standard alphabet, and what may stand among them; returns how many. */
  private int takeDigits(byte[] digits) {
    int count = 0;
    int last = lastLookedAt();
    for (; at < last && count < digits.length; at++) {
      byte c = bytes[at];
      if (StrictBase64.isDigit(c)) {
        digits[count++] = c;
      } else if (c == '-' || c == '_') {
        digits[count++] = (byte) (c == '-' ? '+' : '/');
        meet(Kind.BASE64_URL_SAFE, at);
      } else if (isBlank(c)) {
        meetBlank(at);
      } else if (c == '\\' && isEscape(at + 1)) {
        meet(Kind.BASE64_IN_QUOTES, at);
        at += bytes[at + 1] == '/' ? 0 : 1;
      } else {
        return count;
      }
    }
    return count;
  }

  /** JSON escapes a slash, if it wants, and a line break. */
  private boolean isEscape(int next) {
    return next < end && (bytes[next] == '/' || bytes[next] == 'n' || bytes[next] == 'r');
  }

  /** Looks behind the digits that were decoded. */
  private void findLaterFlaw(int first) {
    int next = at;
    while (next < end && StrictBase64.isDigit(bytes[next])) {
      next++;
    }
    if (next == end) {
      if ((end - first) % 4 != 0) {
        meet(Kind.BASE64_UNPADDED, end);
      }
    } else if (bytes[next] == '=') {
      meetPadding(next);
    } else if (isBlank(bytes[next])) {
      meetBlank(next);
    } else {
      boolean urlSafe = bytes[next] == '-' || bytes[next] == '_';
      meet(urlSafe ? Kind.BASE64_URL_SAFE : Kind.BASE64_WITH_OTHERS, next);
    }
  }

  private void meetPadding(int padding) {
    int behind = padding;
    while (behind < end && behind - padding < 2 && bytes[behind] == '=') {
      behind++;
    }
    if (behind < end && isBlank(bytes[behind])) {
      meetBlank(behind);
    } else if (behind < end) {
      meet(Kind.BASE64_WITH_OTHERS, behind);
    }
  }

  private void meetBlank(int where) {
    boolean line = bytes[where] == '\r' || bytes[where] == '\n';
    if (!line) {
      meet(Kind.BASE64_WITH_BLANKS, where);
    } else {
      meet(isEnd(where) ? Kind.BASE64_WITH_NEWLINE : Kind.BASE64_IN_LINES, where);
    }
  }

  private boolean isEnd(int where) {
    for (int i = where; i < end; i++) {
      if (i - where == LONGEST_END || !isBlank(bytes[i])) {
        return false;
      }
    }
    return true;
  }

  private static boolean isBlank(byte c) {
    return c == ' ' || c == '\t' || c == '\r' || c == '\n';
  }

  private boolean startsWith(String text) {
    if (text.length() > end - at) {
      return false;
    }
    for (int i = 0; i < text.length(); i++) {
      if (bytes[at + i] != (byte) text.charAt(i)) {
        return false;
      }
    }
    return true;
  }
}
