package io.portcullis.esdk;

import io.portcullis.esdk.Malformation.Kind;
import java.util.Optional;

/**
 * Reads the header body and the header authentication, of version 1 and 2, and keeps their fields.
 *
 * @see <a
 *     href="https://github.com/awslabs/aws-encryption-sdk-specification/blob/master/data-format/message-header.md">Message
 *     Header</a>
 */
final class HeaderReader {
  /** Customer Authenticated Encrypted Data, the only type of version 1; version 2 has none. */
  private static final int TYPE = 0x80;

  private final ContextReader context = new ContextReader();
  private final EncryptedDataKeysReader encryptedDataKeys = new EncryptedDataKeysReader();
  private final Slice messageId = new Slice();
  private AlgorithmSuite suite = AlgorithmSuite.AES_256_GCM_HKDF_SHA512_COMMIT_KEY;
  private ContentType contentType = ContentType.FRAMED;
  private long frameLengthBytes;
  private long ivHigh;
  private int ivLow;
  private int lengthBytes;

  boolean read(Cursor in, int maxEncryptedDataKeys) {
    if (!readSuite(in)
        || !readMessageId(in)
        || !context.read(in)
        || !judgePublicKey(in)
        || !encryptedDataKeys.read(in, maxEncryptedDataKeys)
        || !readContentType(in)
        || (suite.version() == 1 && !readReserved(in))
        || !readFrameLength(in)
        || !skipAuthentication(in)) {
      return false;
    }
    lengthBytes = in.position() - in.start();
    return true;
  }

  private boolean readSuite(Cursor in) {
    if (in.lacks(1, "version")) {
      return false;
    }
    int version = in.uint8();
    if (version != 1 && version != 2) {
      String reason = Bytes.hex8(version) + ", must be 0x01 or 0x02";
      return in.refuseLast(Kind.UNRECOGNIZED, 1, "version", reason);
    }
    if (version == 1 && !readType(in)) {
      return false;
    }
    if (in.lacks(2, "algorithm suite id")) {
      return false;
    }
    int id = in.uint16();
    Optional<AlgorithmSuite> known = AlgorithmSuite.withId(id);
    if (known.isEmpty()) {
      String reason = Bytes.hex16(id) + " is no algorithm suite of the AWS Encryption SDK";
      return in.refuseLast(Kind.UNRECOGNIZED, 2, "algorithm suite id", reason);
    }
    suite = known.get();
    if (suite.version() != version) {
      String reason = Bytes.hex16(id) + " is of version " + suite.version() + ", not " + version;
      return in.refuseLast(Kind.INVALID, 2, "algorithm suite id", reason);
    }
    return true;
  }

  private static boolean readType(Cursor in) {
    if (in.lacks(1, "type")) {
      return false;
    }
    int type = in.uint8();
    if (type != TYPE) {
      String reason = Bytes.hex8(type) + ", must be " + Bytes.hex8(TYPE);
      return in.refuseLast(Kind.UNRECOGNIZED, 1, "type", reason);
    }
    return true;
  }

  private boolean readMessageId(Cursor in) {
    int length = suite.messageIdLength();
    if (!in.skip(length, "message id")) {
      return false;
    }
    messageId.show(in.bytes(), in.position() - length, length);
    return true;
  }

  /**
   * A signed suite needs the key to verify with, an unsigned one must not hold one.
   *
   * @see <a
   *     href="https://github.com/awslabs/aws-encryption-sdk-specification/blob/master/framework/default-cmm.md#decrypt-materials">Default
   *     CMM, decrypt materials</a>
   */
  private boolean judgePublicKey(Cursor in) {
    if (suite.signed() == context.hasPublicKey()) {
      return true;
    }
    if (suite.signed()) {
      int pairs = in.position() - context.lengthBytes();
      String reason = "no aws-crypto-public-key for signed suite 0x" + suite.hex();
      return in.refuse(Kind.INVALID, "key value pairs", pairs, reason);
    }
    String reason = "aws-crypto-public-key for unsigned suite 0x" + suite.hex();
    return in.refuse(Kind.INVALID, "key", context.publicKeyAt(), reason);
  }

  private boolean readContentType(Cursor in) {
    if (in.lacks(1, "content type")) {
      return false;
    }
    int value = in.uint8();
    if (value == ContentType.FRAMED.value()) {
      contentType = ContentType.FRAMED;
      return true;
    }
    if (value == ContentType.NON_FRAMED.value()) {
      contentType = ContentType.NON_FRAMED;
      return true;
    }
    String reason = Bytes.hex8(value) + ", must be 0x01 or 0x02";
    return in.refuseLast(Kind.INVALID, 1, "content type", reason);
  }

  private static boolean readReserved(Cursor in) {
    if (in.lacks(4, "reserved")) {
      return false;
    }
    if (in.uint32() != 0) {
      return in.refuseLast(Kind.INVALID, 4, "reserved", "must be 0x00000000");
    }
    if (in.lacks(1, "iv length")) {
      return false;
    }
    int ivLength = in.uint8();
    if (ivLength != AlgorithmSuite.IV_LENGTH) {
      String reason = ivLength + ", must be " + AlgorithmSuite.IV_LENGTH;
      return in.refuseLast(Kind.INVALID, 1, "iv length", reason);
    }
    return true;
  }

  private boolean readFrameLength(Cursor in) {
    if (in.lacks(4, "frame length")) {
      return false;
    }
    frameLengthBytes = in.uint32();
    if (contentType == ContentType.NON_FRAMED && frameLengthBytes != 0) {
      String reason = Bytes.small(frameLengthBytes) + ", must be 0 for non-framed content";
      return in.refuseLast(Kind.INVALID, 4, "frame length", reason);
    }
    if (contentType == ContentType.FRAMED && frameLengthBytes == 0) {
      String reason = "0, must be at least 1 for framed content";
      return in.refuseLast(Kind.INVALID, 4, "frame length", reason);
    }
    return true;
  }

  /** Any bytes will do: only a holder of the data key can tell whether they are right. */
  private boolean skipAuthentication(Cursor in) {
    boolean skipped =
        suite.version() == 1
            ? takeIv(in)
            : in.skip(AlgorithmSuite.SUITE_DATA_LENGTH, "algorithm suite data");
    return skipped && in.skip(AlgorithmSuite.TAG_LENGTH, "authentication tag");
  }

  private boolean takeIv(Cursor in) {
    if (in.lacks(AlgorithmSuite.IV_LENGTH, "iv")) {
      return false;
    }
    ivHigh = in.uint64();
    ivLow = (int) in.uint32();
    return true;
  }

  void release() {
    messageId.clear();
    context.release();
    encryptedDataKeys.release();
  }

  AlgorithmSuite suite() {
    return suite;
  }

  Slice messageId() {
    return messageId;
  }

  ContextReader context() {
    return context;
  }

  EncryptedDataKeys encryptedDataKeys() {
    return encryptedDataKeys.keys();
  }

  ContentType contentType() {
    return contentType;
  }

  long frameLengthBytes() {
    return frameLengthBytes;
  }

  /** The first eight bytes of the IV; version 2 stores none, and uses zero. */
  long ivHigh() {
    return suite.version() == 1 ? ivHigh : 0;
  }

  /** The last four bytes of the IV. */
  int ivLow() {
    return suite.version() == 1 ? ivLow : 0;
  }

  int lengthBytes() {
    return lengthBytes;
  }
}
