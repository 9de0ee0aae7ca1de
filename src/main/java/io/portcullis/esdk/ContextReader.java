package io.portcullis.esdk;

import io.portcullis.esdk.Malformation.Kind;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Reads the AAD, the field that holds the encryption context.
 *
 * @see <a
 *     href="https://github.com/awslabs/aws-encryption-sdk-specification/blob/master/data-format/message-header.md#aad">AAD</a>
 */
final class ContextReader {
  private static final byte[] PUBLIC_KEY =
      "aws-crypto-public-key".getBytes(StandardCharsets.US_ASCII);

  /** A count, and one pair of an empty key and an empty value. */
  private static final int SHORTEST_PAIRS = 2 + 2 + 2;

  private static final int REFUSED = -1;
  private static final int NOWHERE = -1;

  private final ContextPairs pairs = new ContextPairs();
  private final Slice publicKey = new Slice();
  private int lengthBytes;
  private int publicKeyAt;

  boolean read(Cursor in) {
    publicKeyAt = NOWHERE;
    if (in.lacks(2, "key value pairs length")) {
      return false;
    }
    lengthBytes = in.uint16();
    if (lengthBytes == 0) {
      pairs.show(in.bytes(), in.position(), 0);
      return true;
    }
    if (lengthBytes < SHORTEST_PAIRS) {
      return in.refuseLast(
          Kind.INVALID,
          2,
          "key value pairs length",
          lengthBytes + ", must be 0 or at least " + SHORTEST_PAIRS);
    }
    return !in.lacks(lengthBytes, "key value pairs") && readPairs(in);
  }

  private boolean readPairs(Cursor in) {
    int end = in.position() + lengthBytes;
    int count = in.uint16();
    if (count == 0) {
      return in.refuseLast(Kind.INVALID, 2, "key value pair count", "0, must be at least 1");
    }
    pairs.show(in.bytes(), in.position(), count);
    if (!readEntries(in, end, count)) {
      return false;
    }
    if (in.position() != end) {
      String left = Bytes.count(end - in.position());
      return in.refuse(
          Kind.INVALID,
          "key value pairs",
          in.position(),
          left + " behind the last pair, must be 0");
    }
    return true;
  }

  private boolean readEntries(Cursor in, int end, int count) {
    int previous = 0;
    int previousLength = 0;
    for (int i = 0; i < count; i++) {
      int keyLength = takeText(in, end, "key length", "key");
      if (keyLength == REFUSED) {
        return false;
      }
      int key = in.position() - keyLength;
      if (i > 0 && !ascends(in, previous, previousLength, key, keyLength)) {
        return false;
      }
      int valueLength = takeText(in, end, "value length", "value");
      if (valueLength == REFUSED) {
        return false;
      }
      if (isPublicKey(in.bytes(), key, keyLength)) {
        publicKeyAt = key;
        publicKey.show(in.bytes(), in.position() - valueLength, valueLength);
      }
      previous = key;
      previousLength = keyLength;
    }
    return true;
  }

  /** Takes a length and as much UTF-8, up to {@code end} at most; returns its length. */
  private static int takeText(Cursor in, int end, String lengthField, String field) {
    int left = end - in.position();
    if (left < 2) {
      String reason = "needs 2 bytes, " + left + " left in the key value pairs";
      in.refuse(Kind.INVALID, lengthField, in.position(), reason);
      return REFUSED;
    }
    int length = in.uint16();
    if (length > end - in.position()) {
      String reason = length + ", " + (end - in.position()) + " left in the key value pairs";
      in.refuseLast(Kind.INVALID, 2, lengthField, reason);
      return REFUSED;
    }
    return in.skipUtf8(length, field) ? length : REFUSED;
  }

  /** Compares bytes, as the specification does, never decoded text. */
  private static boolean ascends(
      Cursor in, int previous, int previousLength, int key, int keyLength) {
    byte[] bytes = in.bytes();
    int order =
        Arrays.compareUnsigned(
            bytes, previous, previous + previousLength, bytes, key, key + keyLength);
    if (order < 0) {
      return true;
    }
    String reason = order == 0 ? "the same as the one before" : "sorts before the one before";
    return in.refuse(Kind.INVALID, "key", key, reason + ", must ascend by unsigned bytes");
  }

  private static boolean isPublicKey(byte[] bytes, int key, int length) {
    return length == PUBLIC_KEY.length
        && Arrays.equals(bytes, key, key + length, PUBLIC_KEY, 0, length);
  }

  void release() {
    pairs.show(Bytes.NONE, 0, 0);
    publicKey.clear();
  }

  ContextPairs pairs() {
    return pairs;
  }

  /** Length of the key value pairs, with their count. */
  int lengthBytes() {
    return lengthBytes;
  }

  boolean hasPublicKey() {
    return publicKeyAt != NOWHERE;
  }

  /** Where the key of the public key's pair starts in the array. */
  int publicKeyAt() {
    return publicKeyAt;
  }

  /** The value of the public key's pair; base64, if the message is right. */
  Slice publicKey() {
    return publicKey;
  }
}
