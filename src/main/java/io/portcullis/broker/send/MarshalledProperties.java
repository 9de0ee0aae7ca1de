package io.portcullis.broker.send;

import java.util.Arrays;
import org.apache.activemq.util.ByteSequence;
import org.apache.activemq.util.MarshallingSupport;

/**
 * Finds a name among a message's marshalled properties and creates no other property. ActiveMQ
 * would create a map of all of them, with arrays of any length that they claim.
 *
 * <p>The format is a count of four bytes. For each property follow the length of its name in two
 * bytes, the name, a type code and the value, as {@link MarshallingSupport#marshalPrimitiveMap}
 * writes them.
 */
public final class MarshalledProperties {

  /** The result of the search for a name. */
  public enum Finding {
    /** No property has the name. */
    ABSENT,
    /** A property has the name, or only ActiveMQ can tell. */
    POSSIBLE,
    /** The bytes end before the last property. */
    BROKEN
  }

  private static final int CUT_OFF = -1;
  private static final int UNCLEAR = -2;

  private MarshalledProperties() {}

  /** Looks for an ASCII name without an allocation. */
  public static Finding find(byte[] name, ByteSequence properties) {
    byte[] bytes = properties.getData();
    int limit = properties.getOffset() + properties.getLength();
    int position = properties.getOffset() + Integer.BYTES;
    int count = length(Integer.BYTES, bytes, properties.getOffset(), limit);
    if (count < 0) {
      return Finding.BROKEN;
    }
    for (int i = 0; i < count; i++) {
      int start = position + Short.BYTES;
      int length = length(Short.BYTES, bytes, position, limit);
      if (length < 0 || length > limit - start) {
        return Finding.BROKEN;
      }
      if (mayBe(name, bytes, start, start + length)) {
        return Finding.POSSIBLE;
      }
      position = behindValue(bytes, start + length, limit);
      if (position < 0) {
        return position == UNCLEAR ? Finding.POSSIBLE : Finding.BROKEN;
      }
    }
    return Finding.ABSENT;
  }

  /** Compares a name. Java's own UTF-8 has several spellings for it, but only one in ASCII. */
  private static boolean mayBe(byte[] name, byte[] bytes, int start, int end) {
    for (int at = start; at < end; at++) {
      if (bytes[at] < 0) {
        return true;
      }
    }
    return Arrays.equals(bytes, start, end, name, 0, name.length);
  }

  private static int behindValue(byte[] bytes, int type, int limit) {
    if (type == limit) {
      return CUT_OFF;
    }
    int value = type + 1;
    return switch (bytes[type]) {
      case MarshallingSupport.NULL -> value;
      case MarshallingSupport.BOOLEAN_TYPE, MarshallingSupport.BYTE_TYPE ->
          behind(Byte.BYTES, value, limit);
      case MarshallingSupport.CHAR_TYPE, MarshallingSupport.SHORT_TYPE ->
          behind(Short.BYTES, value, limit);
      case MarshallingSupport.INTEGER_TYPE, MarshallingSupport.FLOAT_TYPE ->
          behind(Integer.BYTES, value, limit);
      case MarshallingSupport.LONG_TYPE, MarshallingSupport.DOUBLE_TYPE ->
          behind(Long.BYTES, value, limit);
      case MarshallingSupport.STRING_TYPE ->
          behind(length(Short.BYTES, bytes, value, limit), value + Short.BYTES, limit);
      case MarshallingSupport.BYTE_ARRAY_TYPE ->
          behind(length(Integer.BYTES, bytes, value, limit), value + Integer.BYTES, limit);
      default -> UNCLEAR;
    };
  }

  private static int behind(int length, int start, int limit) {
    return length < 0 || length > limit - start ? CUT_OFF : start + length;
  }

  /**
   * Reads a length of this many bytes; {@link #CUT_OFF} if it is missing, or exceeds every array.
   */
  private static int length(int lengthBytes, byte[] bytes, int position, int limit) {
    if (lengthBytes > limit - position) {
      return CUT_OFF;
    }
    int value = 0;
    for (int i = 0; i < lengthBytes; i++) {
      value = value << Byte.SIZE | (bytes[position + i] & 0xff);
    }
    return Math.max(value, CUT_OFF);
  }
}
