package io.portcullis.esdk;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Objects;

/**
 * A view of some bytes of the message that was read last. It holds no copy and is reused: after the
 * next step of the walk or the next message it shows something else. Not thread-safe.
 */
public final class Slice {
  private byte[] bytes = Bytes.NONE;
  private int offset;
  private int length;

  Slice() {}

  void show(byte[] bytes, int offset, int length) {
    this.bytes = bytes;
    this.offset = offset;
    this.length = length;
  }

  void clear() {
    show(Bytes.NONE, 0, 0);
  }

  /** Shows what follows a length of two bytes; returns the position behind it. */
  int showCounted(byte[] bytes, int position) {
    show(bytes, position + 2, Bytes.uint16(bytes, position));
    return offset + length;
  }

  /** The array that holds the bytes, among others; only to be read. */
  public byte[] array() {
    return bytes;
  }

  /** Where the bytes start in {@link #array}. */
  public int offset() {
    return offset;
  }

  /** How many bytes there are. */
  public int length() {
    return length;
  }

  /**
   * Returns the byte at an index from 0.
   *
   * @throws IndexOutOfBoundsException if the index is not below {@link #length}
   */
  public byte at(int index) {
    return bytes[offset + Objects.checkIndex(index, length)];
  }

  /** Whether these are exactly the bytes of {@code other}; does not allocate. */
  public boolean contentEquals(byte[] other) {
    return Arrays.equals(bytes, offset, offset + length, other, 0, other.length);
  }

  /** Whether the bytes start with those of {@code prefix}; does not allocate. */
  public boolean startsWith(byte[] prefix) {
    return length >= prefix.length
        && Arrays.equals(bytes, offset, offset + prefix.length, prefix, 0, prefix.length);
  }

  /** Orders by unsigned bytes, as writers sort the keys of a context; does not allocate. */
  public int compareTo(byte[] other) {
    return Arrays.compareUnsigned(bytes, offset, offset + length, other, 0, other.length);
  }

  /** Returns a copy of the bytes. */
  public byte[] toByteArray() {
    return Arrays.copyOfRange(bytes, offset, offset + length);
  }

  /** Whether the bytes are well-formed UTF-8; does not allocate. */
  public boolean isUtf8() {
    return Utf8.flaw(bytes, offset, offset + length) == Utf8.WELL_FORMED;
  }

  /** Returns the bytes decoded as UTF-8; what is not well-formed is replaced. */
  public String utf8() {
    return new String(bytes, offset, length, StandardCharsets.UTF_8);
  }

  /** Its place and length only: what it shows may be confidential. */
  @Override
  public String toString() {
    return "Slice[offset=" + offset + ", length=" + length + "]";
  }
}
