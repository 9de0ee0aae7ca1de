package io.portcullis.broker.send;

/**
 * Walks over AMQP 1.0 values in place.
 *
 * <p>A list or map has both a size and a count of its elements, and receivers use either. So the
 * cursor walks the elements of each one. They must end where the size says.
 *
 * @see <a
 *     href="https://docs.oasis-open.org/amqp/core/v1.0/os/amqp-core-types-v1.0-os.html#section-encodings">AMQP
 *     1.0, Type Encodings</a>
 */
final class AmqpCursor {

  /** The result of methods if the bytes are not a value. Every length and code is greater. */
  static final int BROKEN = -1;

  private static final int DESCRIBED = 0x00;
  private static final int SMALL_ULONG = 0x53;
  private static final int ULONG = 0x80;

  /**
   * The maximum depth. Clients nest a few levels. Without a bound, a hostile one would overflow the
   * stack.
   */
  private static final int DEEPEST = 32;

  private final byte[] bytes;
  private final int limit;
  private int position;

  AmqpCursor(byte[] bytes, int offset, int length) {
    this.bytes = bytes;
    this.position = offset;
    this.limit = offset + length;
  }

  boolean isAtEnd() {
    return position == limit;
  }

  int position() {
    return position;
  }

  /**
   * Returns the code of a descriptor, or {@link #BROKEN}. The standard also allows names instead of
   * codes. They are refused.
   */
  int descriptor() {
    if (next() != DESCRIBED) {
      return BROKEN;
    }
    return switch (next()) {
      case SMALL_ULONG -> next();
      case ULONG -> {
        int high = int32();
        int middle = next() << 16 | next() << 8 | next();
        yield high == 0 && middle == 0 ? next() : BROKEN;
      }
      default -> BROKEN;
    };
  }

  /** Returns the next byte, or {@link #BROKEN} at the end. */
  int next() {
    return position < limit ? bytes[position++] & 0xff : BROKEN;
  }

  /**
   * Returns the next four bytes. The result is negative at the end, or if it exceeds every length
   * here.
   */
  private int int32() {
    return next() << 24 | next() << 16 | next() << 8 | next();
  }

  /** Returns the number of bytes of a value, after reading its own length; or {@link #BROKEN}. */
  int width(int code) {
    int width =
        switch (code >> 4) {
          case 0x4 -> 0;
          case 0x5 -> 1;
          case 0x6 -> 2;
          case 0x7 -> 4;
          case 0x8 -> 8;
          case 0x9 -> 16;
          case 0xa, 0xc, 0xe -> next();
          case 0xb, 0xd, 0xf -> int32();
          default -> BROKEN;
        };
    return width >= 0 && width <= limit - position ? width : BROKEN;
  }

  /** Skips a value of this width, and tells whether its content fits. */
  boolean pass(int code, int width) {
    return pass(code, width, 0);
  }

  private boolean pass(int code, int width, int depth) {
    int end = position + width;
    boolean fits =
        switch (code >> 4) {
          case 0xc, 0xd -> depth < DEEPEST && passElements(count(code), depth + 1);
          case 0xe, 0xf -> depth < DEEPEST && passArray(count(code), depth + 1);
          default -> {
            position = end;
            yield true;
          }
        };
    return fits && position == end;
  }

  private int count(int code) {
    return (code >> 4 & 1) == 0 ? next() : int32();
  }

  /** Skips elements. Each has at least one byte, so a false count ends where the bytes do. */
  private boolean passElements(int count, int depth) {
    if (count < 0) {
      return false;
    }
    for (int i = 0; i < count; i++) {
      int code = next();
      if (code == DESCRIBED) {
        code = next();
        if (!passOne(code, depth)) {
          return false;
        }
        code = next();
      }
      if (!passOne(code, depth)) {
        return false;
      }
    }
    return true;
  }

  /**
   * Skips an array. Its elements share an encoding. If an element takes no bytes, the count could
   * be endless.
   */
  private boolean passArray(int count, int depth) {
    int code = next();
    if (count < 0 || code == DESCRIBED) {
      return false;
    }
    if (code >> 4 == 0x4) {
      return true;
    }
    for (int i = 0; i < count; i++) {
      if (!passOne(code, depth)) {
        return false;
      }
    }
    return true;
  }

  private boolean passOne(int code, int depth) {
    int width = width(code);
    return width != BROKEN && pass(code, width, depth);
  }
}
