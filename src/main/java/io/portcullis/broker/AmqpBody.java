package io.portcullis.broker;

import io.portcullis.rule.BodyFacts;

/**
 * Finds the one body section of an AMQP 1.0 message that is stored whole, as ActiveMQ's AMQP
 * connectors store it unless told otherwise.
 *
 * <p>A message is a row of sections, each a described value: what is read here is the descriptor,
 * and how many bytes the value has; what is in other sections than the body does not matter.
 * Sections must stand in the standard's order, none twice, with exactly one body, a Data section or
 * an AmqpValue that is binary or a string, and nothing behind the footer: receivers differ in what
 * they make of anything else.
 *
 * @see <a
 *     href="https://docs.oasis-open.org/amqp/core/v1.0/os/amqp-core-messaging-v1.0-os.html#section-message-format">AMQP
 *     1.0, Message Format</a>
 * @see <a
 *     href="https://docs.oasis-open.org/amqp/core/v1.0/os/amqp-core-types-v1.0-os.html#section-encodings">AMQP
 *     1.0, Type Encodings</a>
 */
final class AmqpBody {

  private static final int DESCRIBED = 0x00;
  private static final int SMALL_ULONG = 0x53;
  private static final int ULONG = 0x80;

  private static final int FIRST_SECTION = 0x70;
  private static final int DATA = 0x75;
  private static final int SEQUENCE = 0x76;
  private static final int VALUE = 0x77;
  private static final int FOOTER = 0x78;

  private static final int NULL = 0x40;
  private static final int BINARY_8 = 0xa0;
  private static final int STRING_8 = 0xa1;
  private static final int BINARY_32 = 0xb0;
  private static final int STRING_32 = 0xb1;

  private static final BodyFacts BROKEN = BodyFacts.unreadable("an AMQP message that is malformed");

  private final byte[] bytes;
  private final int limit;
  private int position;

  private AmqpBody(byte[] bytes, int offset, int length) {
    this.bytes = bytes;
    this.position = offset;
    this.limit = offset + length;
  }

  /** The body in the message at these bytes. */
  static BodyFacts in(byte[] bytes, int offset, int length) {
    return new AmqpBody(bytes, offset, length).read();
  }

  private BodyFacts read() {
    BodyFacts body = null;
    int last = FIRST_SECTION - 1;
    while (position < limit) {
      int section = descriptor();
      if (section < FIRST_SECTION || section > FOOTER) {
        return BROKEN;
      }
      boolean isBody = section >= DATA && section <= VALUE;
      if (isBody && body != null) {
        return BodyFacts.unreadable("an AMQP message with several body sections");
      }
      if (section <= last) {
        return BodyFacts.unreadable("an AMQP message whose sections are out of order");
      }
      last = section;
      int code = next();
      int width = width(code);
      if (width < 0 || width > limit - position) {
        return BROKEN;
      }
      if (isBody) {
        body = body(section, code, width);
      }
      position += width;
    }
    return body == null ? BodyFacts.EMPTY : body;
  }

  private BodyFacts body(int section, int code, int width) {
    if (section == SEQUENCE) {
      return BodyFacts.unreadable("an AMQP sequence");
    }
    return switch (code) {
      case BINARY_8, BINARY_32 -> BodyFacts.bytes(bytes, position, width);
      case STRING_8, STRING_32 ->
          section == VALUE ? BodyFacts.text(bytes, position, width) : BROKEN;
      case NULL -> section == VALUE ? BodyFacts.EMPTY : BROKEN;
      default ->
          section == VALUE
              ? BodyFacts.unreadable("an AMQP value that is neither binary nor a string")
              : BROKEN;
    };
  }

  /** The code of a section, or -1; names instead of codes are allowed, and nobody writes them. */
  private int descriptor() {
    if (next() != DESCRIBED) {
      return -1;
    }
    return switch (next()) {
      case SMALL_ULONG -> next();
      case ULONG -> {
        int high = int32();
        int middle = next() << 16 | next() << 8 | next();
        yield high == 0 && middle == 0 ? next() : -1;
      }
      default -> -1;
    };
  }

  /** How many bytes the value of an encoding has, its own length read; or -1. */
  private int width(int code) {
    return switch (code >> 4) {
      case 0x4 -> 0;
      case 0x5 -> 1;
      case 0x6 -> 2;
      case 0x7 -> 4;
      case 0x8 -> 8;
      case 0x9 -> 16;
      case 0xa, 0xc, 0xe -> next();
      case 0xb, 0xd, 0xf -> int32();
      default -> -1;
    };
  }

  /** The next byte, or -1 behind the end; every mixture of a -1 is negative and so refused. */
  private int next() {
    return position < limit ? bytes[position++] & 0xff : -1;
  }

  /** The next four bytes, negative where they do not fit into an int, as no length here can. */
  private int int32() {
    return next() << 24 | next() << 16 | next() << 8 | next();
  }
}
