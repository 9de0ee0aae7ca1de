package io.portcullis.broker.send;

import io.portcullis.rule.BodyFacts;

/**
 * Finds the single body section of an AMQP 1.0 message that is stored whole. ActiveMQ's AMQP
 * connectors store messages so by default.
 *
 * <p>A message is a row of sections, each a described value. The content of other sections does not
 * matter, as long as each ends where it says. These conditions must hold, since receivers differ in
 * how they treat anything else:
 *
 * <ul>
 *   <li>Sections are in the standard's order, none twice.
 *   <li>There is exactly one body: a Data section, or an AmqpValue that is binary or a string.
 *   <li>Nothing follows the footer.
 * </ul>
 *
 * @see <a
 *     href="https://docs.oasis-open.org/amqp/core/v1.0/os/amqp-core-messaging-v1.0-os.html#section-message-format">AMQP
 *     1.0, Message Format</a>
 * @see <a
 *     href="https://docs.oasis-open.org/amqp/core/v1.0/os/amqp-core-types-v1.0-os.html#section-encodings">AMQP
 *     1.0, Type Encodings</a>
 */
final class AmqpBody {

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
  private static final BodyFacts SEVERAL =
      BodyFacts.unreadable("an AMQP message with several body sections");
  private static final BodyFacts OUT_OF_ORDER =
      BodyFacts.unreadable("an AMQP message whose sections are out of order");

  private AmqpBody() {}

  /** Finds the body in the message at these bytes. */
  static BodyFacts in(byte[] bytes, int offset, int length) {
    AmqpCursor cursor = new AmqpCursor(bytes, offset, length);
    BodyFacts body = BodyFacts.EMPTY;
    boolean found = false;
    int last = FIRST_SECTION - 1;
    while (!cursor.isAtEnd()) {
      int section = cursor.descriptor();
      if (section < FIRST_SECTION || section > FOOTER) {
        return BROKEN;
      }
      boolean isBody = section >= DATA && section <= VALUE;
      if (isBody && found) {
        return SEVERAL;
      }
      if (section <= last) {
        return OUT_OF_ORDER;
      }
      last = section;
      int code = cursor.next();
      int width = cursor.width(code);
      if (width == AmqpCursor.BROKEN) {
        return BROKEN;
      }
      if (isBody) {
        found = true;
        body = body(section, code, bytes, cursor.position(), width);
      }
      if (!cursor.pass(code, width)) {
        return BROKEN;
      }
    }
    return body;
  }

  private static BodyFacts body(int section, int code, byte[] bytes, int position, int width) {
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
}
