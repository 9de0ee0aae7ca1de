package io.portcullis.client;

import jakarta.jms.BytesMessage;
import jakarta.jms.JMSException;
import jakarta.jms.MapMessage;
import jakarta.jms.Message;
import jakarta.jms.MessageFormatException;
import jakarta.jms.ObjectMessage;
import jakarta.jms.Session;
import jakarta.jms.StreamMessage;
import jakarta.jms.TextMessage;
import java.util.Base64;
import java.util.Enumeration;
import java.util.Optional;
import java.util.Set;
import org.apache.activemq.command.ActiveMQBytesMessage;
import org.apache.activemq.command.ActiveMQTextMessage;

/**
 * Reads and writes bodies of messages of any JMS client by the JMS API. ActiveMQ's classes may be
 * missing, and are touched only for messages that are theirs.
 */
final class PlainMessages {

  private static final String ACTIVEMQ = "org.apache.activemq.command.";

  /** Every other property of this kind is the provider's to set. */
  private static final Set<String> SENDERS_OWN = Set.of("JMSXGroupID", "JMSXGroupSeq");

  private PlainMessages() {}

  /** Whether its class is one of ActiveMQ's, or made from one. */
  static boolean isActiveMqs(Message message) {
    Class<?> type = message.getClass();
    while (type != Object.class && !type.getName().startsWith(ACTIVEMQ)) {
      type = type.getSuperclass();
    }
    return type != Object.class;
  }

  /** Whether it has a body, and of a kind that is never encrypted. */
  static boolean hasOtherBody(Message message) {
    return message instanceof MapMessage
        || message instanceof StreamMessage
        || message instanceof ObjectMessage
        || (isActiveMqs(message) && OfActiveMq.hasOtherBody(message));
  }

  /** The body of a message that is to be sent, if it has one. */
  static Optional<byte[]> body(Message message) throws JMSException {
    if (message instanceof TextMessage text) {
      String body = text.getText();
      return body == null ? Optional.empty() : Optional.of(SentBody.of(body));
    }
    if (message instanceof BytesMessage bytes) {
      return Optional.of(SentBody.of(bytes));
    }
    if (hasOtherBody(message)) {
      throw new MessageFormatException(
          "a %s cannot be encrypted; send a text or bytes message"
              .formatted(message.getClass().getSimpleName()));
    }
    return Optional.empty();
  }

  /** A text message with these bytes in base64. */
  static Message text(Message original, byte[] ciphertext, Session session) throws JMSException {
    TextMessage sealed = session.createTextMessage(Base64.getEncoder().encodeToString(ciphertext));
    copyHeaders(original, sealed);
    return sealed;
  }

  /** A bytes message with these bytes. */
  static Message bytes(Message original, byte[] ciphertext, Session session) throws JMSException {
    BytesMessage sealed = session.createBytesMessage();
    sealed.writeBytes(ciphertext);
    copyHeaders(original, sealed);
    return sealed;
  }

  private static void copyHeaders(Message from, Message to) throws JMSException {
    to.setJMSCorrelationID(from.getJMSCorrelationID());
    to.setJMSReplyTo(from.getJMSReplyTo());
    to.setJMSType(from.getJMSType());
    Enumeration<?> names = from.getPropertyNames();
    while (names.hasMoreElements()) {
      String name = (String) names.nextElement();
      if (!name.startsWith("JMSX") || SENDERS_OWN.contains(name)) {
        to.setObjectProperty(name, from.getObjectProperty(name));
      }
    }
  }

  /** The encrypted body of a text message, if it has one. */
  static Optional<byte[]> ciphertext(TextMessage message)
      throws RefusedBodyException, JMSException {
    if (isActiveMqs(message)) {
      return OfActiveMq.ciphertext(message);
    }
    String text = message.getText();
    if (text == null) {
      return Optional.empty();
    }
    try {
      return Optional.of(Base64.getDecoder().decode(text));
    } catch (IllegalArgumentException e) {
      throw PlainText.notBase64();
    }
  }

  /** The encrypted body of a bytes message. */
  static byte[] ciphertext(BytesMessage message) throws RefusedBodyException, JMSException {
    if (isActiveMqs(message)) {
      return OfActiveMq.ciphertext(message);
    }
    byte[] body = SentBody.of(message);
    if (body.length == 0) {
      throw PlainText.empty();
    }
    return body;
  }

  /** Puts a decrypted text in. */
  static void replace(TextMessage message, byte[] utf8) throws RefusedBodyException, JMSException {
    String text = PlainText.of(utf8);
    message.clearBody();
    message.setText(text);
  }

  /** Puts decrypted bytes in. */
  static void replace(BytesMessage message, byte[] plaintext) throws JMSException {
    message.clearBody();
    message.writeBytes(plaintext);
    message.reset();
  }

  /** Loaded when ActiveMQ's client is there. */
  private static final class OfActiveMq {

    static boolean hasOtherBody(Message message) {
      return EncryptingMessageTransformer.hasOtherBody(message);
    }

    static Optional<byte[]> ciphertext(TextMessage message)
        throws RefusedBodyException, JMSException {
      ActiveMQTextMessage text = (ActiveMQTextMessage) message;
      return text.getContent() == null && text.getText() == null
          ? Optional.empty()
          : Optional.of(ReceivedBody.ofText(text));
    }

    static byte[] ciphertext(BytesMessage message) throws RefusedBodyException, JMSException {
      return ReceivedBody.ofBytes((ActiveMQBytesMessage) message);
    }
  }
}
