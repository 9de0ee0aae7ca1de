package io.portcullis.client;

import jakarta.jms.BytesMessage;
import jakarta.jms.Destination;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.MessageFormatException;
import jakarta.jms.Session;
import jakarta.jms.TextMessage;
import java.util.Optional;

/**
 * Encrypts and decrypts single messages of any JMS client with the AWS Encryption SDK. It is for
 * clients that take no {@link EncryptingMessageTransformer}: Qpid JMS, and the message-driven beans
 * of ActiveMQ's resource adapter. Bodies, binding and checks are the transformer's. Either side may
 * use either. Immutable, and safe for use by many threads.
 */
public final class MessageSealer {

  private final Envelope envelope;

  MessageSealer(Envelope envelope) {
    this.envelope = envelope;
  }

  /** A builder, whose {@code buildSealer} makes one. */
  public static EncryptingMessageTransformerBuilder builder() {
    return new EncryptingMessageTransformerBuilder();
  }

  /**
   * A message of this session with the encrypted body and with the headers that a sender sets: the
   * correlation id, the reply destination, the type and the properties. The application sends it in
   * place of its own, which stays as it is. A message without a body is returned as it is.
   *
   * @param destination the one that the application sends it to
   * @throws MessageFormatException if the body is of a kind that cannot be encrypted
   * @throws KeyServiceUnavailableException if the keys cannot be had now
   * @throws JMSException if the body cannot be read or encrypted
   */
  public Message seal(Message message, Destination destination, Session session)
      throws JMSException {
    return seal(message, DestinationName.of(destination).qualified(), session);
  }

  Message seal(Message message, String destination, Session session) throws JMSException {
    Optional<byte[]> body = PlainMessages.body(message);
    if (body.isEmpty()) {
      return message;
    }
    byte[] ciphertext = envelope.seal(body.get(), destination);
    return message instanceof TextMessage
        ? PlainMessages.text(message, ciphertext, session)
        : PlainMessages.bytes(message, ciphertext, session);
  }

  /**
   * Decrypts the body of a received message in place, and returns the message. If it throws, the
   * message is as it came. Call it once for each delivery. A message without a body has nothing to
   * decrypt and is returned as it is.
   *
   * @param receivedFrom what the application's consumer subscribed to, which may be a pattern
   * @throws KeyServiceUnavailableException if it cannot be decrypted now: roll back, or recover the
   *     session, so that it comes again
   * @throws JMSException if it is refused, with the reason
   */
  public Message open(Message message, Destination receivedFrom) throws JMSException {
    return open(message, DestinationName.of(receivedFrom).qualified());
  }

  Message open(Message message, String receivedFrom) throws JMSException {
    if (!DestinationPattern.isOne(receivedFrom)) {
      throw new JMSException(
          "%s is not one destination or one pattern of such".formatted(receivedFrom));
    }
    Arrival arrival = Arrival.of(DestinationPattern.of(receivedFrom), receivedFrom, message);
    try {
      if (message instanceof TextMessage text) {
        openText(text, arrival);
      } else if (message instanceof BytesMessage bytes) {
        PlainMessages.replace(bytes, envelope.open(PlainMessages.ciphertext(bytes), arrival));
      } else if (PlainMessages.hasOtherBody(message)) {
        throw new RefusedBodyException(
            "it is no text or bytes message, and nothing else is ever encrypted; its sender has to"
                + " send one of those");
      }
      return message;
    } catch (RefusedBodyException e) {
      throw e.at(arrival).exception();
    }
  }

  private void openText(TextMessage message, Arrival arrival)
      throws RefusedBodyException, JMSException {
    Optional<byte[]> ciphertext = PlainMessages.ciphertext(message);
    if (ciphertext.isPresent()) {
      PlainMessages.replace(message, envelope.open(ciphertext.get(), arrival));
    }
  }
}
