package io.portcullis.broker;

import java.util.Arrays;
import org.apache.activemq.util.ByteSequence;
import org.apache.activemq.util.MarshallingSupport;

/**
 * Looks for a name among a message's properties as they came from the wire, and makes nothing of
 * the others: ActiveMQ would make a map of all of them, with arrays of any length that they claim.
 *
 * <p>They are a count of four bytes, and for each property its name behind a length of two bytes,
 * the code of a type, and the value, as {@link MarshallingSupport#marshalPrimitiveMap} writes them.
 */
final class MarshalledProperties {

  /** What the bytes say of a name. */
  enum Finding {
    /** No property has it. */
    ABSENT,
    /** A property has it, or only ActiveMQ can tell. */
    POSSIBLE,
    /** They end before their last property does. */
    BROKEN
  }

  private static final int CUT_OFF = -1;
  private static final int UNCLEAR = -2;

  private final byte[] bytes;
  private final int limit;
  private int position;

  private MarshalledProperties(ByteSequence properties) {
    bytes = properties.getData();
    position = properties.getOffset();
    limit = position + properties.getLength();
  }

  /** Looks for a name in ASCII. */
  static Finding find(byte[] name, ByteSequence properties) {
    return new MarshalledProperties(properties).find(name);
  }

  private Finding find(byte[] name) {
    int count = length(Integer.BYTES);
    if (count < 0) {
      return Finding.BROKEN;
    }
    for (int i = 0; i < count; i++) {
      int length = length(Short.BYTES);
      if (length < 0 || length > limit - position) {
        return Finding.BROKEN;
      }
      if (mayBe(name, length)) {
        return Finding.POSSIBLE;
      }
      position += length;
      int width = width();
      if (width == UNCLEAR) {
        return Finding.POSSIBLE;
      }
      if (width == CUT_OFF || width > limit - position) {
        return Finding.BROKEN;
      }
      position += width;
    }
    return Finding.ABSENT;
  }

  /** Java's own UTF-8 has several spellings for a name, but only one of them in ASCII. */
  private boolean mayBe(byte[] name, int length) {
    for (int at = position; at < position + length; at++) {
      if (bytes[at] < 0) {
        return true;
      }
    }
    return Arrays.equals(bytes, position, position + length, name, 0, name.length);
  }

  /** How many bytes the value has, its type and its own length read. */
  private int width() {
    if (position == limit) {
      return CUT_OFF;
    }
    return switch (bytes[position++]) {
      case MarshallingSupport.NULL -> 0;
      case MarshallingSupport.BOOLEAN_TYPE, MarshallingSupport.BYTE_TYPE -> Byte.BYTES;
      case MarshallingSupport.CHAR_TYPE, MarshallingSupport.SHORT_TYPE -> Short.BYTES;
      case MarshallingSupport.INTEGER_TYPE, MarshallingSupport.FLOAT_TYPE -> Integer.BYTES;
      case MarshallingSupport.LONG_TYPE, MarshallingSupport.DOUBLE_TYPE -> Long.BYTES;
      case MarshallingSupport.STRING_TYPE -> length(Short.BYTES);
      case MarshallingSupport.BYTE_ARRAY_TYPE -> length(Integer.BYTES);
      default -> UNCLEAR;
    };
  }

  /** A length of so many bytes; {@link #CUT_OFF} if it is not there, or larger than any array. */
  private int length(int lengthBytes) {
    if (lengthBytes > limit - position) {
      return CUT_OFF;
    }
    int value = 0;
    for (int i = 0; i < lengthBytes; i++) {
      value = value << Byte.SIZE | (bytes[position++] & 0xff);
    }
    return Math.max(value, CUT_OFF);
  }
}
