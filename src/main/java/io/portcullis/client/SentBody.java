package io.portcullis.client;

import jakarta.jms.BytesMessage;
import jakarta.jms.JMSException;
import jakarta.jms.MessageFormatException;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import org.apache.activemq.command.ActiveMQBytesMessage;

/** Reads the body of a message that is to be sent, without changing it. */
final class SentBody {

  private SentBody() {}

  /** A text in UTF-8. */
  static byte[] of(String text) throws JMSException {
    try {
      ByteBuffer utf8 = StandardCharsets.UTF_8.newEncoder().encode(CharBuffer.wrap(text));
      byte[] bytes = new byte[utf8.remaining()];
      utf8.get(bytes);
      return bytes;
    } catch (CharacterCodingException e) {
      throw new MessageFormatException(
          "the text has half of a surrogate pair, which UTF-8 cannot say; send it as bytes");
    }
  }

  /** All bytes, whether the message is being written or was read, and how far. */
  static byte[] of(BytesMessage message) throws JMSException {
    if (PlainMessages.isActiveMqs(message)) {
      return read(OfActiveMq.copy(message));
    }
    message.reset();
    byte[] bytes = read(message);
    message.reset();
    return bytes;
  }

  private static byte[] read(BytesMessage message) throws JMSException {
    byte[] bytes = new byte[Math.toIntExact(message.getBodyLength())];
    int read = message.readBytes(bytes);
    if (bytes.length > 0 && read != bytes.length) {
      throw new MessageFormatException(
          "the bytes message says that it has %d bytes, and has %d".formatted(bytes.length, read));
    }
    return bytes;
  }

  /** Loaded when ActiveMQ's client is there. */
  private static final class OfActiveMq {

    static BytesMessage copy(BytesMessage message) throws JMSException {
      ActiveMQBytesMessage copy = (ActiveMQBytesMessage) ((ActiveMQBytesMessage) message).copy();
      copy.reset();
      return copy;
    }
  }
}
