package io.portcullis.esdk;

import io.portcullis.esdk.Malformation.Kind;

/**
 * Reads the body of a message, framed or not. It does not look at content and tags. No IV may occur
 * twice.
 *
 * @see <a
 *     href="https://github.com/awslabs/aws-encryption-sdk-specification/blob/master/data-format/message-body.md">Message
 *     Body</a>
 */
final class BodyReader {
  /** In place of a sequence number, it announces the final frame. */
  private static final long SEQUENCE_NUMBER_END = 0xFFFFFFFFL;

  /** 64 GiB but for 32 bytes, what AES-GCM can encrypt at once. */
  private static final long MAX_CONTENT_LENGTH = (1L << 36) - 32;

  /** Length of a frame without its content: sequence number, IV and tag. */
  private static final int FRAME_OVERHEAD =
      4 + AlgorithmSuite.IV_LENGTH + AlgorithmSuite.TAG_LENGTH;

  private final FrameIvs ivs = new FrameIvs();
  private long frameCount;

  void reset() {
    frameCount = 0;
  }

  boolean read(Cursor in, HeaderReader header) {
    ivs.start(header);
    return header.contentType() == ContentType.FRAMED
        ? readFrames(in, header.frameLengthBytes())
        : readNonFramed(in);
  }

  private boolean readNonFramed(Cursor in) {
    if (!ivs.take(in) || in.lacks(8, "encrypted content length")) {
      return false;
    }
    long length = in.uint64();
    if (Long.compareUnsigned(length, MAX_CONTENT_LENGTH) > 0) {
      String reason = Bytes.small(length) + ", at most " + MAX_CONTENT_LENGTH + " allowed";
      return in.refuseLast(Kind.INVALID, 8, "encrypted content length", reason);
    }
    return skipContent(in, length);
  }

  private boolean readFrames(Cursor in, long frameLength) {
    int first = in.position() + 4;
    for (long expected = 1; !in.lacks(4, "sequence number"); expected++) {
      long number = in.uint32();
      if (number == SEQUENCE_NUMBER_END) {
        int last = in.position() + 4;
        return readFinalFrame(in, frameLength, expected)
            && ivs.areUnique(in, first, last, (int) (FRAME_OVERHEAD + frameLength), expected);
      }
      if (number != expected) {
        return refuseNumber(in, number, expected);
      }
      if (!ivs.take(in) || !skipContent(in, frameLength)) {
        return false;
      }
    }
    return false;
  }

  private boolean readFinalFrame(Cursor in, long frameLength, long expected) {
    if (in.lacks(4, "sequence number")) {
      return false;
    }
    long number = in.uint32();
    if (number != expected) {
      return refuseNumber(in, number, expected);
    }
    if (!ivs.take(in) || in.lacks(4, "encrypted content length")) {
      return false;
    }
    long length = in.uint32();
    if (length > frameLength) {
      String reason =
          Bytes.small(length) + ", at most the frame length " + frameLength + " allowed";
      return in.refuseLast(Kind.INVALID, 4, "encrypted content length", reason);
    }
    if (!skipContent(in, length)) {
      return false;
    }
    frameCount = number;
    return true;
  }

  private static boolean refuseNumber(Cursor in, long number, long expected) {
    String reason = Bytes.small(number) + ", must be " + expected;
    return in.refuseLast(Kind.INVALID, 4, "sequence number", reason);
  }

  private static boolean skipContent(Cursor in, long length) {
    return in.skip(length, "encrypted content")
        && in.skip(AlgorithmSuite.TAG_LENGTH, "authentication tag");
  }

  /** How many frames there are, with the final one; 0 if the content is not framed. */
  long frameCount() {
    return frameCount;
  }
}
