package io.portcullis.esdk;

import io.portcullis.esdk.Malformation.Kind;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Reads the AAD, the field that holds the encryption context.
 *
 * <p>The specification makes writers sort the keys, and every SDK reads them in any order. So does
 * this reader, and it refuses a key that occurs twice. Sorted keys cost one comparison each.
 *
 * @see <a
 *     href="https://github.com/awslabs/aws-encryption-sdk-specification/blob/master/data-format/message-header.md#aad">AAD</a>
 */
final class ContextReader implements DuplicateSearch.Ranges {
  private static final byte[] PUBLIC_KEY =
      "aws-crypto-public-key".getBytes(StandardCharsets.US_ASCII);

  /** A count, and one pair of an empty key and an empty value. */
  private static final int SHORTEST_PAIRS = 2 + 2 + 2;

  /** Pairs of an empty key and an empty value in 65,535 bytes, without the count: 16,383. */
  private static final int MOST_PAIRS = (0xFFFF - 2) / 4;

  private static final ReusePool<DuplicateSearch> SEARCHES =
      new ReusePool<>(() -> new DuplicateSearch(MOST_PAIRS));

  private static final String TWICE = "the same as an earlier one, must occur once";

  private static final int REFUSED = -1;
  private static final int NOWHERE = -1;

  private final ContextPairs pairs = new ContextPairs();
  private final Slice publicKey = new Slice();
  private int lengthBytes;
  private int publicKeyAt;
  private byte[] bytes = Bytes.NONE;
  private int entries;
  private boolean sorted;

  boolean read(Cursor in) {
    publicKeyAt = NOWHERE;
    if (in.lacks(2, "key value pairs length")) {
      return false;
    }
    lengthBytes = in.uint16();
    bytes = in.bytes();
    if (lengthBytes == 0) {
      pairs.show(bytes, in.position(), 0, true);
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
    entries = in.position();
    if (!readEntries(in, end, count)) {
      return false;
    }
    pairs.show(bytes, entries, count, sorted);
    if (in.position() != end) {
      String left = Bytes.count(end - in.position());
      return in.refuse(
          Kind.INVALID,
          "key value pairs",
          in.position(),
          left + " behind the last pair, must be 0");
    }
    return sorted || keysDiffer(in, count);
  }

  private boolean readEntries(Cursor in, int end, int count) {
    int previous = 0;
    int previousLength = 0;
    sorted = true;
    for (int i = 0; i < count; i++) {
      int keyLength = takeText(in, end, "key length", "key");
      if (keyLength == REFUSED) {
        return false;
      }
      int key = in.position() - keyLength;
      if (i > 0 && sorted && !judgeOrder(in, previous, previousLength, key, keyLength)) {
        return false;
      }
      int valueLength = takeText(in, end, "value length", "value");
      if (valueLength == REFUSED) {
        return false;
      }
      if (isPublicKey(bytes, key, keyLength)) {
        publicKeyAt = key;
        publicKey.show(bytes, in.position() - valueLength, valueLength);
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

  /**
   * Notes whether the keys still ascend, and refuses one that is there again. Compares bytes, as
   * the specification does, never decoded text.
   */
  private boolean judgeOrder(Cursor in, int previous, int previousLength, int key, int keyLength) {
    int order =
        Arrays.compareUnsigned(
            bytes, previous, previous + previousLength, bytes, key, key + keyLength);
    sorted = order < 0;
    return order != 0 || in.refuse(Kind.INVALID, "key", key, TWICE);
  }

  private boolean keysDiffer(Cursor in, int count) {
    DuplicateSearch search = SEARCHES.take();
    try {
      search.clear();
      int pair = entries;
      for (int i = 0; i < count; i++) {
        search.add(bytes, this, pair - entries);
        int value = pair + 2 + Bytes.uint16(bytes, pair);
        pair = value + 2 + Bytes.uint16(bytes, value);
      }
      int duplicate = search.find(bytes, this);
      return duplicate == DuplicateSearch.NONE
          || in.refuse(Kind.INVALID, "key", start(duplicate), TWICE);
    } finally {
      SEARCHES.giveBack(search);
    }
  }

  /** Where the key of the pair starts that stands this far behind the first one. */
  @Override
  public int start(int pair) {
    return entries + pair + 2;
  }

  @Override
  public int end(int pair) {
    return start(pair) + Bytes.uint16(bytes, entries + pair);
  }

  private static boolean isPublicKey(byte[] bytes, int key, int length) {
    return length == PUBLIC_KEY.length
        && Arrays.equals(bytes, key, key + length, PUBLIC_KEY, 0, length);
  }

  void release() {
    bytes = Bytes.NONE;
    pairs.show(Bytes.NONE, 0, 0, true);
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
