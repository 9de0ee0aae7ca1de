package io.portcullis.esdk;

import io.portcullis.esdk.Malformation.Kind;

/**
 * Reads the encrypted data keys.
 *
 * @see <a
 *     href="https://github.com/awslabs/aws-encryption-sdk-specification/blob/master/data-format/message-header.md#encrypted-data-keys-1">Encrypted
 *     Data Keys</a>
 */
final class EncryptedDataKeysReader {
  private final EncryptedDataKeys keys = new EncryptedDataKeys();

  /** Judges the count before it walks: 65,535 keys fit into 393 KB. */
  boolean read(Cursor in, int maximum) {
    String field = "encrypted data key count";
    if (in.lacks(2, field)) {
      return false;
    }
    int count = in.uint16();
    if (count == 0) {
      return in.refuseLast(Kind.INVALID, 2, field, "0, must be at least 1");
    }
    if (count > maximum) {
      return in.refuseLast(Kind.OVER_LIMIT, 2, field, count + ", at most " + maximum + " allowed");
    }
    keys.show(in.bytes(), in.position(), count);
    for (int i = 0; i < count; i++) {
      if (!readKey(in)) {
        return false;
      }
    }
    return true;
  }

  private static boolean readKey(Cursor in) {
    return readProviderId(in)
        && skipCounted(in, "key provider information length", "key provider information")
        && skipCounted(in, "encrypted data key length", "encrypted data key");
  }

  private static boolean readProviderId(Cursor in) {
    if (in.lacks(2, "key provider id length")) {
      return false;
    }
    return in.skipUtf8(in.uint16(), "key provider id");
  }

  private static boolean skipCounted(Cursor in, String lengthField, String field) {
    if (in.lacks(2, lengthField)) {
      return false;
    }
    return in.skip(in.uint16(), field);
  }

  void release() {
    keys.show(Bytes.NONE, 0, 0);
  }

  EncryptedDataKeys keys() {
    return keys;
  }
}
