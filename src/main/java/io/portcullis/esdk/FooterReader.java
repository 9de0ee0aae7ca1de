package io.portcullis.esdk;

import io.portcullis.esdk.AlgorithmSuite.Signing;
import io.portcullis.esdk.Malformation.Kind;

/**
 * Reads the footer: an ECDSA signature in DER, {@code SEQUENCE { r INTEGER, s INTEGER }}.
 *
 * <p>DER has one spelling for each number. Providers differ in what else they take (the JDK's a
 * negative number that lacks its leading zero), so it is checked here, and the verdict does not
 * depend on them.
 *
 * @see <a
 *     href="https://github.com/awslabs/aws-encryption-sdk-specification/blob/master/data-format/message-footer.md">Message
 *     Footer</a>
 */
final class FooterReader {
  private static final int SEQUENCE = 0x30;
  private static final int INTEGER = 0x02;
  private static final String FIELD = "signature";

  /** Tag and length of the sequence and of both numbers; each length fits into one byte. */
  private static final int DER_OVERHEAD = 6;

  /** Tag, length and one byte. */
  private static final int SHORTEST_NUMBER = 3;

  private final Slice r = new Slice();
  private final Slice s = new Slice();
  private int signedEnd;
  private int signature;

  boolean read(Cursor in, Signing signing) {
    signedEnd = in.position();
    if (in.lacks(2, "signature length")) {
      return false;
    }
    int length = in.uint16();
    int longestNumber = signing.fieldLength() + 1;
    int shortest = DER_OVERHEAD + 2;
    int longest = DER_OVERHEAD + 2 * longestNumber;
    if (length < shortest || length > longest) {
      String reason = length + ", must be " + shortest + " to " + longest;
      return in.refuseLast(Kind.INVALID, 2, "signature length", reason);
    }
    signature = in.position();
    return !in.lacks(length, FIELD) && readSequence(in, length, longestNumber);
  }

  private boolean readSequence(Cursor in, int length, int longestNumber) {
    int end = in.position() + length;
    int tag = in.uint8();
    if (tag != SEQUENCE) {
      return refuse(in, "sequence tag " + Bytes.hex8(tag) + ", must be " + Bytes.hex8(SEQUENCE));
    }
    int sequenceLength = in.uint8();
    if (sequenceLength != length - 2) {
      return refuse(in, "sequence length " + sequenceLength + ", must be " + (length - 2));
    }
    if (!readNumber(in, r, longestNumber, end - SHORTEST_NUMBER)
        || !readNumber(in, s, longestNumber, end)) {
      return false;
    }
    int left = end - in.position();
    return left == 0
        || in.refuse(
            Kind.INVALID, FIELD, in.position(), Bytes.count(left) + " behind s, must be 0");
  }

  /** Reads a number that ends at {@code end} at the latest. */
  private static boolean readNumber(Cursor in, Slice number, int longest, int end) {
    int tag = in.uint8();
    if (tag != INTEGER) {
      return refuse(in, "integer tag " + Bytes.hex8(tag) + ", must be " + Bytes.hex8(INTEGER));
    }
    int length = in.uint8();
    int most = Math.min(longest, end - in.position());
    if (length < 1 || length > most) {
      return refuse(in, "integer length " + length + ", must be 1 to " + most);
    }
    number.show(in.bytes(), in.position(), length);
    if (number.at(0) < 0) {
      return in.refuse(Kind.INVALID, FIELD, in.position(), "integer is negative");
    }
    if (length > 1 && number.at(0) == 0 && number.at(1) >= 0) {
      return in.refuse(Kind.INVALID, FIELD, in.position(), "integer has a needless zero byte");
    }
    return in.skip(length, FIELD);
  }

  private static boolean refuse(Cursor in, String reason) {
    return in.refuseLast(Kind.INVALID, 1, FIELD, reason);
  }

  void release() {
    r.clear();
    s.clear();
  }

  /** Where header and body end in the array, and with them what is signed. */
  int signedEnd() {
    return signedEnd;
  }

  /** Where the signature starts in the array. */
  int signature() {
    return signature;
  }

  /** The first number: not negative, in its shortest form. */
  Slice r() {
    return r;
  }

  /** The second number: not negative, in its shortest form. */
  Slice s() {
    return s;
  }
}
