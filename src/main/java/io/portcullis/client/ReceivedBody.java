package io.portcullis.client;

import jakarta.jms.JMSException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import org.apache.activemq.command.ActiveMQBytesMessage;
import org.apache.activemq.command.ActiveMQMessage;
import org.apache.activemq.command.ActiveMQTextMessage;
import org.apache.activemq.util.ByteSequence;

/**
 * Reads the body of a received message in place. ActiveMQ's own way allocates as many bytes as the
 * sender claims.
 */
final class ReceivedBody {

  private ReceivedBody() {}

  /** The ciphertext of a text message that has a body. */
  static byte[] ofText(ActiveMQTextMessage message) throws RefusedBodyException, JMSException {
    checkNotCompressed(message);
    try {
      return copy(Base64.getDecoder().decode(ascii(message)));
    } catch (IllegalArgumentException e) {
      throw PlainText.notBase64();
    }
  }

  private static ByteBuffer ascii(ActiveMQTextMessage message)
      throws RefusedBodyException, JMSException {
    ByteSequence content = message.getContent();
    if (content == null) {
      // From this JVM, never marshalled.
      return ByteBuffer.wrap(message.getText().getBytes(StandardCharsets.ISO_8859_1));
    }
    ByteBuffer bytes = ByteBuffer.wrap(content.data, content.offset, content.length);
    if (bytes.remaining() < Integer.BYTES || bytes.getInt() != bytes.remaining()) {
      throw new RefusedBodyException("the text is not as long as it says");
    }
    return bytes;
  }

  /** The ciphertext of a bytes message. */
  static byte[] ofBytes(ActiveMQBytesMessage message) throws RefusedBodyException {
    checkNotCompressed(message);
    // From this JVM, it may not be marshalled yet.
    message.storeContent();
    ByteSequence content = message.getContent();
    if (content == null || content.length == 0) {
      throw PlainText.empty();
    }
    return Arrays.copyOfRange(content.data, content.offset, content.offset + content.length);
  }

  private static void checkNotCompressed(ActiveMQMessage message) throws RefusedBodyException {
    if (message.isCompressed()) {
      throw new RefusedBodyException(
          "the body is compressed, which this transformer never does; its sender has to encrypt it"
              + " and leave useCompression off");
    }
  }

  /** Puts a decrypted text in. */
  static void replace(ActiveMQTextMessage message, byte[] utf8)
      throws RefusedBodyException, JMSException {
    String text = PlainText.of(utf8);
    message.setReadOnlyBody(false);
    message.setText(text);
    message.setReadOnlyBody(true);
  }

  /** Puts decrypted bytes in. */
  static void replace(ActiveMQBytesMessage message, byte[] plaintext) throws JMSException {
    message.setContent(new ByteSequence(plaintext));
    message.reset();
  }

  private static byte[] copy(ByteBuffer buffer) {
    byte[] bytes = new byte[buffer.remaining()];
    buffer.get(bytes);
    return bytes;
  }
}
