package io.portcullis.esdk;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Recognises a message whose bytes were taken for characters of UTF-8 or ISO 8859-1, and written in
 * UTF-8 again. A STOMP frame without a content-length becomes so. Its bytes are lost.
 *
 * @see <a href="https://activemq.apache.org/components/classic/documentation/stomp">ActiveMQ's
 *     STOMP: a SEND without a content-length is a text message</a>
 */
final class BinaryAsText {

  /** Message id of version 2, which is random, behind version and algorithm suite id. */
  private static final int MESSAGE_ID = 3;

  private static final int MESSAGE_ID_END = MESSAGE_ID + 32;

  /** Less tells nothing of randomness. */
  private static final int LEAST = MESSAGE_ID + 16;

  /** A random id that is characters of UTF-8 by chance has few of more than a byte. */
  private static final int FEWEST_CHARACTERS = 3;

  private BinaryAsText() {}

  /** Returns whether the bytes, of a bytes message or a text, are so. */
  static boolean isIn(byte[] bytes, int offset, int length) {
    if (length < LEAST) {
      return false;
    }
    return bytes[offset] == 1
        ? isVersion1(bytes, offset)
        : startsVersion2(bytes, offset, length)
            && isUtf8(bytes, offset + MESSAGE_ID, Math.min(length, MESSAGE_ID_END) - MESSAGE_ID);
  }

  /** Returns whether the characters of a text start like a message. A text is never one. */
  static boolean isInText(byte[] bytes, int offset, int length) {
    return startsVersion2(bytes, offset, length) || isIn(bytes, offset, length);
  }

  private static boolean startsVersion2(byte[] bytes, int offset, int length) {
    return length >= MESSAGE_ID
        && bytes[offset] == 2
        && (bytes[offset + 1] == 4 || bytes[offset + 1] == 5)
        && bytes[offset + 2] == 0x78;
  }

  /** The type, 0x80, is no character of UTF-8, and 0xC280 as one of ISO 8859-1. */
  private static boolean isVersion1(byte[] bytes, int offset) {
    int next = Bytes.uint16(bytes, offset + 1);
    return next == 0xC280 || (next == 0xEFBF && bytes[offset + 3] == (byte) 0xBD);
  }

  /**
   * Tells whether the bytes are characters of UTF-8, and some of them of several bytes. The last
   * may be cut off. A wrong byte becomes a character that is spelled otherwise.
   */
  private static boolean isUtf8(byte[] bytes, int offset, int length) {
    String decoded = new String(bytes, offset, length, StandardCharsets.UTF_8);
    String text = decoded.substring(0, Math.max(decoded.length() - 1, 0));
    byte[] again = text.getBytes(StandardCharsets.UTF_8);
    return again.length <= length
        && Arrays.equals(again, 0, again.length, bytes, offset, offset + again.length)
        && text.chars().filter(c -> c > 0x7F).count() >= FEWEST_CHARACTERS;
  }
}
