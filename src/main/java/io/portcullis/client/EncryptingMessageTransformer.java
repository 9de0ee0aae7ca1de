package io.portcullis.client;

import jakarta.jms.BytesMessage;
import jakarta.jms.JMSException;
import jakarta.jms.MapMessage;
import jakarta.jms.Message;
import jakarta.jms.MessageConsumer;
import jakarta.jms.MessageFormatException;
import jakarta.jms.MessageProducer;
import jakarta.jms.ObjectMessage;
import jakarta.jms.Session;
import jakarta.jms.StreamMessage;
import jakarta.jms.TextMessage;
import org.apache.activemq.BlobMessage;
import org.apache.activemq.MessageTransformer;
import org.apache.activemq.command.ActiveMQBytesMessage;
import org.apache.activemq.command.ActiveMQMessage;
import org.apache.activemq.command.ActiveMQTextMessage;

/**
 * Encrypts sent bodies and decrypts received ones with the AWS Encryption SDK. It is for {@code
 * ActiveMQConnectionFactory.setTransformer}, {@code ActiveMQSession.setTransformer} and the like.
 * Immutable, and safe for use by many threads.
 *
 * <p><b>Sending.</b> The body of a text message becomes UTF-8, is encrypted and sent as base64 in a
 * text message; that of a bytes message is sent as encrypted bytes. The application's message keeps
 * its body and may be sent again; headers and properties go along in clear. A message without a
 * body passes as it is. Map, stream, object and blob messages are refused: {@link
 * MessageFormatException}. Bodies are whole, never streamed.
 *
 * <p><b>Binding.</b> Each body is bound to the destination that it is sent to: the encryption
 * context holds its qualified name, such as {@code queue://ORDERS}, under a key, {@code
 * destination} unless {@link EncryptingMessageTransformerBuilder#destinationKey} names another. It
 * is decrypted only by a consumer of that destination, or one whose transformer {@linkplain
 * EncryptingMessageTransformerBuilder#acceptedDestinations accepts} its messages. This holds for a
 * consumer's own subscription; that of many destinations at once goes by the one that the message
 * names, which must be among them.
 *
 * <p><b>Receiving.</b> A body that is not decrypted, for whatever reason, is never seen: the
 * message is delivered, and reading its body throws a {@link JMSException} that says why. So a
 * listener fails and the broker's redelivery and dead letter queue do their work, where the session
 * is transacted or the listener's exception reaches ActiveMQ. {@code receive} in a session that
 * acknowledges by itself has acknowledged by then.
 *
 * <p><b>A key service that is away.</b> Reading then throws a {@link
 * KeyServiceUnavailableException}. The message is not lost: a transaction that received it cannot
 * be committed but rolls back, and the message cannot be acknowledged. When it comes again, it is
 * decrypted if the service is back.
 *
 * <p><b>Other bodies.</b> Messages of other kinds than text and bytes, and with a body, come as
 * bytes messages that cannot be read. A message without a body, such as a text message whose text
 * is null, has nothing to verify, and anybody may have sent it.
 *
 * <p>ActiveMQ calls transformers for consumers and browsers, not for a {@code ConnectionConsumer},
 * which resource adapters use: message-driven beans get what was sent, encrypted.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/encryption-sdk/latest/developer-guide/message-format.html">
 *     The message format</a>
 */
public final class EncryptingMessageTransformer implements MessageTransformer {

  private final Envelope envelope;

  EncryptingMessageTransformer(Envelope envelope) {
    this.envelope = envelope;
  }

  /** A builder, of which {@code materials} is all that has to be said. */
  public static EncryptingMessageTransformerBuilder builder() {
    return new EncryptingMessageTransformerBuilder();
  }

  /**
   * The message to send in place of the application's; it is encrypted when the session sends it.
   *
   * @throws MessageFormatException if the message's body is of a kind that cannot be encrypted
   * @throws JMSException if the body cannot be read
   */
  @Override
  public Message producerTransform(Session session, MessageProducer producer, Message message)
      throws JMSException {
    if (message instanceof Unreadable received) {
      received.checkReadable();
    }
    if (message instanceof TextMessage text) {
      String body = text.getText();
      return body == null
          ? message
          : sealed(message, new SealedTextMessage(sealing(message, SentBody.of(body))));
    }
    if (message instanceof BytesMessage bytes) {
      return sealed(message, new SealedBytesMessage(sealing(message, SentBody.of(bytes))));
    }
    if (hasOtherBody(message)) {
      throw new MessageFormatException(
          "a %s cannot be encrypted; send a text or bytes message"
              .formatted(message.getClass().getSimpleName()));
    }
    return message;
  }

  private Sealing sealing(Message message, byte[] plaintext) {
    return new Sealing(envelope, plaintext, message);
  }

  private static ActiveMQMessage sealed(Message message, ActiveMQMessage sealed)
      throws JMSException {
    Headers.copy(message, sealed);
    return sealed;
  }

  static boolean hasOtherBody(Message message) {
    return message instanceof MapMessage
        || message instanceof StreamMessage
        || message instanceof ObjectMessage
        || message instanceof BlobMessage
        || (message instanceof ActiveMQMessage own && own.getContent() != null);
  }

  /**
   * The message with its body decrypted, or one whose body cannot be read.
   *
   * @throws JMSException if the message is not ActiveMQ's
   */
  @Override
  public Message consumerTransform(Session session, MessageConsumer consumer, Message message)
      throws JMSException {
    if (!(message instanceof ActiveMQMessage received)) {
      throw new JMSException(
          "%s is no message of ActiveMQ's".formatted(message.getClass().getName()));
    }
    Arrival arrival = Subscriptions.arrival(consumer, received);
    try {
      open(received, arrival);
      return received;
    } catch (RefusedBodyException e) {
      Refusal refusal = e.at(arrival);
      if (refusal.isTemporary()) {
        Uncommitted.stays(session, consumer);
      }
      return unreadable(received, refusal);
    }
  }

  private void open(ActiveMQMessage message, Arrival arrival)
      throws RefusedBodyException, JMSException {
    if (message instanceof ActiveMQTextMessage text) {
      if (text.getContent() != null || text.getText() != null) {
        ReceivedBody.replace(text, envelope.open(ReceivedBody.ofText(text), arrival));
      }
    } else if (message instanceof ActiveMQBytesMessage bytes) {
      ReceivedBody.replace(bytes, envelope.open(ReceivedBody.ofBytes(bytes), arrival));
    } else if (hasOtherBody(message)) {
      throw new RefusedBodyException(
          "it is a %s, which is never encrypted; its sender has to send a text or bytes message"
              .formatted(message.getClass().getSimpleName()));
    }
  }

  private static ActiveMQMessage unreadable(ActiveMQMessage received, Refusal refusal)
      throws JMSException {
    received.storeContent();
    ActiveMQMessage unreadable = standIn(received, refusal);
    Headers.copy(received, unreadable);
    unreadable.setReadOnlyBody(true);
    unreadable.setReadOnlyProperties(true);
    return unreadable;
  }

  private static ActiveMQMessage standIn(ActiveMQMessage received, Refusal refusal) {
    if (!(received instanceof TextMessage) && !(received instanceof BytesMessage)) {
      return new UnreadableOtherMessage(refusal, received);
    }
    ActiveMQMessage unreadable =
        received instanceof TextMessage
            ? new UnreadableTextMessage(refusal)
            : new UnreadableBytesMessage(refusal);
    unreadable.setContent(received.getContent());
    unreadable.setCompressed(received.isCompressed());
    return unreadable;
  }

  /** What encrypts and decrypts, without messages around it. */
  Envelope envelope() {
    return envelope;
  }
}
