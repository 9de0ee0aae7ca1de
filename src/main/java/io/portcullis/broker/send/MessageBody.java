package io.portcullis.broker.send;

import io.portcullis.rule.BodyFacts;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.apache.activemq.command.CommandTypes;
import org.apache.activemq.command.Message;
import org.apache.activemq.util.ByteSequence;

/**
 * A message's body as its consumers will read it, in place.
 *
 * <p>A body can be judged only if every consumer reads the same bytes. These are uncompressed bytes
 * and texts, and AMQP messages that are stored whole. All others are unreadable. An object is never
 * deserialized.
 */
final class MessageBody {

  /**
   * The property that marks an AMQP message stored whole. Any client of any protocol can set it,
   * and AMQP consumers trust it.
   */
  private static final String AMQP_NATIVE = "JMS_AMQP_NATIVE";

  private static final byte[] AMQP_NATIVE_BYTES = AMQP_NATIVE.getBytes(StandardCharsets.US_ASCII);

  /** The meaning of a bytes message's bytes. */
  private enum Content {
    BODY,
    AMQP_MESSAGE,
    UNCLEAR
  }

  /** The length of the size field, in bytes, at the start of a text's content. */
  private static final int TEXT_LENGTH_BYTES = 4;

  private MessageBody() {}

  /** Reads the body of {@code message}, through {@code window} if it can be judged. */
  static BodyFacts of(Message message, BodyFacts.Window window) {
    if (message.isCompressed()) {
      return BodyFacts.unreadable("compressed, and ciphertext does not get smaller");
    }
    return switch (message.getDataStructureType()) {
      case CommandTypes.ACTIVEMQ_BYTES_MESSAGE -> bytes(message, window);
      case CommandTypes.ACTIVEMQ_TEXT_MESSAGE -> text(message, window);
      case CommandTypes.ACTIVEMQ_MESSAGE -> plain(message);
      case CommandTypes.ACTIVEMQ_MAP_MESSAGE -> BodyFacts.unreadable("a map");
      case CommandTypes.ACTIVEMQ_STREAM_MESSAGE -> BodyFacts.unreadable("a stream");
      case CommandTypes.ACTIVEMQ_OBJECT_MESSAGE -> BodyFacts.unreadable("a serialized object");
      case CommandTypes.ACTIVEMQ_BLOB_MESSAGE -> BodyFacts.unreadable("a reference to a file");
      default ->
          BodyFacts.unreadable(
              "of a kind that is not known, %d".formatted(message.getDataStructureType()));
    };
  }

  private static BodyFacts bytes(Message message, BodyFacts.Window window) {
    ByteSequence content = message.getContent();
    return switch (contentOf(message)) {
      case UNCLEAR -> BodyFacts.unreadable("marked with a property that cannot be read");
      case AMQP_MESSAGE ->
          content == null
              ? BodyFacts.unreadable("an AMQP message of no bytes")
              : AmqpBody.in(content.getData(), content.getOffset(), content.getLength());
      case BODY ->
          content == null
              ? BodyFacts.EMPTY
              : window.showBytes(content.getData(), content.getOffset(), content.getLength());
    };
  }

  private static Content contentOf(Message message) {
    ByteSequence marshalled = message.getMarshalledProperties();
    return marshalled == null
        ? askedContentOf(message)
        : switch (MarshalledProperties.find(AMQP_NATIVE_BYTES, marshalled)) {
          case ABSENT -> Content.BODY;
          case BROKEN -> Content.UNCLEAR;
          case POSSIBLE -> askedContentOf(message);
        };
  }

  /** Returns the meaning, after ActiveMQ has unmarshalled the properties. */
  private static Content askedContentOf(Message message) {
    try {
      Object value = message.getProperty(AMQP_NATIVE);
      if (value == null) {
        return Content.BODY;
      }
      if (value instanceof Boolean flag) {
        return flag ? Content.AMQP_MESSAGE : Content.BODY;
      }
      if (value instanceof String text) {
        return Boolean.parseBoolean(text) ? Content.AMQP_MESSAGE : Content.BODY;
      }
      return Content.UNCLEAR;
    } catch (IOException e) {
      return Content.UNCLEAR;
    }
  }

  /** Reads a text. Inside the JVM, ActiveMQ converts a text into bytes only on demand. */
  private static BodyFacts text(Message message, BodyFacts.Window window) {
    if (message.getContent() == null) {
      message.storeContent();
    }
    ByteSequence content = message.getContent();
    if (content == null) {
      return BodyFacts.EMPTY;
    }
    byte[] bytes = content.getData();
    int start = content.getOffset();
    int length = content.getLength() - TEXT_LENGTH_BYTES;
    if (length < 0 || int32(bytes, start) != length) {
      return BodyFacts.unreadable("a text that does not have the length that it says");
    }
    return window.showText(bytes, start + TEXT_LENGTH_BYTES, length);
  }

  private static BodyFacts plain(Message message) {
    ByteSequence content = message.getContent();
    return content == null || content.getLength() == 0
        ? BodyFacts.EMPTY
        : BodyFacts.unreadable("in a message of a kind that has none");
  }

  private static int int32(byte[] bytes, int start) {
    return (bytes[start] & 0xff) << 24
        | (bytes[start + 1] & 0xff) << 16
        | (bytes[start + 2] & 0xff) << 8
        | (bytes[start + 3] & 0xff);
  }
}
