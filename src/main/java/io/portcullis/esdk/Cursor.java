package io.portcullis.esdk;

import io.portcullis.esdk.Malformation.Kind;

/**
 * A position in a message that only moves forward, with the first flaw that was met.
 *
 * <p>Positions count from the start of the array. Every integer is unsigned and big-endian. Whoever
 * takes a field asks {@link #lacks} for its length first; nothing is ever added to a position that
 * was not compared to what is left.
 */
final class Cursor {
  private byte[] bytes = Bytes.NONE;
  private int start;
  private int position;
  private int limit;
  private Malformation malformation;

  void open(byte[] bytes, int offset, int length) {
    this.bytes = bytes;
    this.start = offset;
    this.position = offset;
    this.limit = offset + length;
    this.malformation = null;
  }

  byte[] bytes() {
    return bytes;
  }

  int start() {
    return start;
  }

  int position() {
    return position;
  }

  int left() {
    return limit - position;
  }

  /**
   * Whether fewer than {@code length} bytes are left; if so the message is refused as truncated.
   */
  boolean lacks(long length, String field) {
    if (length <= limit - position) {
      return false;
    }
    refuse(
        Kind.TRUNCATED,
        field,
        position,
        "needs " + Bytes.count(length) + ", " + left() + " left in the message");
    return true;
  }

  int uint8() {
    return bytes[position++] & 0xFF;
  }

  int uint16() {
    int value = Bytes.uint16(bytes, position);
    position += 2;
    return value;
  }

  long uint32() {
    long value = Bytes.uint32(bytes, position);
    position += 4;
    return value;
  }

  long uint64() {
    return uint32() << 32 | uint32();
  }

  /** Skips {@code length} bytes; if they are not there, refuses the message and returns false. */
  boolean skip(long length, String field) {
    if (lacks(length, field)) {
      return false;
    }
    position += (int) length;
    return true;
  }

  /** The same for text, which must be well-formed UTF-8. */
  boolean skipUtf8(int length, String field) {
    if (lacks(length, field)) {
      return false;
    }
    int flaw = Utf8.flaw(bytes, position, position + length);
    if (flaw != Utf8.WELL_FORMED) {
      return refuse(Kind.INVALID, field, flaw, "not UTF-8");
    }
    position += length;
    return true;
  }

  /** Refuses the message for the field just taken, which was {@code length} bytes long. */
  boolean refuseLast(Kind kind, int length, String field, String reason) {
    return refuse(kind, field, position - length, reason);
  }

  /** Refuses the message; returns false, for a caller to return in turn. */
  boolean refuse(Kind kind, String field, int position, String reason) {
    malformation = new Malformation(kind, field, position - start, reason);
    return false;
  }

  Malformation malformation() {
    return malformation;
  }
}
