package io.portcullis.client;

import jakarta.jms.BytesMessage;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.TextMessage;
import org.apache.activemq.command.ActiveMQBytesMessage;
import org.apache.activemq.command.ActiveMQTextMessage;
import org.apache.activemq.util.ByteSequence;

/**
 * The body of a received message as it came, so that it can be put back. Of ActiveMQ's messages it
 * keeps the bytes and does not read them: ActiveMQ allocates as much as the sender claims.
 */
interface KeptBody {

  /** Puts the body back into its message. */
  void putBack() throws JMSException;

  /** Keeps the body of a message. Bodies that are never encrypted are not kept. */
  static KeptBody of(Message message) throws JMSException {
    if (PlainMessages.isActiveMqs(message)) {
      return OfActiveMq.of(message);
    }
    if (message instanceof TextMessage text) {
      String received = text.getText();
      return () -> {
        text.clearBody();
        text.setText(received);
      };
    }
    if (message instanceof BytesMessage bytes) {
      byte[] received = SentBody.of(bytes);
      return () -> PlainMessages.replace(bytes, received);
    }
    return () -> {};
  }

  /** Loaded when ActiveMQ's client is there. */
  final class OfActiveMq {

    private OfActiveMq() {}

    private static KeptBody of(Message message) throws JMSException {
      if (message instanceof ActiveMQTextMessage text) {
        return text(text);
      }
      if (message instanceof ActiveMQBytesMessage bytes) {
        bytes.storeContent();
        ByteSequence content = bytes.getContent();
        return () -> {
          bytes.setContent(content);
          bytes.reset();
        };
      }
      return () -> {};
    }

    private static KeptBody text(ActiveMQTextMessage message) throws JMSException {
      ByteSequence content = message.getContent();
      // From this JVM, never marshalled.
      String text = content == null ? message.getText() : null;
      return () -> {
        boolean readOnly = message.isReadOnlyBody();
        message.setReadOnlyBody(false);
        message.setText(text);
        message.setContent(content);
        message.setReadOnlyBody(readOnly);
      };
    }
  }
}
