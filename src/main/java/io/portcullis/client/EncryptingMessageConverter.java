package io.portcullis.client;

import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.Session;
import java.util.Objects;
import org.springframework.jms.support.converter.MessageConverter;

/**
 * A message converter of Spring that encrypts what another one makes, and decrypts before the other
 * one reads. Spring tells converters no destination, so each destination has a converter of its
 * own. Only applications with Spring load this class.
 */
public final class EncryptingMessageConverter implements MessageConverter {

  private final MessageSealer sealer;
  private final MessageConverter delegate;
  private final String destination;

  /**
   * A converter for one destination.
   *
   * @param delegate makes messages of objects, and objects of messages
   * @param destination its qualified name, such as {@code queue://ORDERS}
   * @throws IllegalArgumentException if the destination is not a qualified name
   */
  public EncryptingMessageConverter(
      MessageSealer sealer, MessageConverter delegate, String destination) {
    this.sealer = Objects.requireNonNull(sealer, "sealer");
    this.delegate = Objects.requireNonNull(delegate, "delegate");
    this.destination = destination;
    if (!DestinationPattern.isOne(destination)) {
      throw new IllegalArgumentException(
          "\"%s\" is not a qualified name, as queue://ORDERS is".formatted(destination));
    }
  }

  @Override
  public Message toMessage(Object object, Session session) throws JMSException {
    return sealer.seal(delegate.toMessage(object, session), destination, session);
  }

  /**
   * The object. Afterwards the message is as it came, since Spring may convert it again.
   *
   * @throws KeyServiceUnavailableException if it cannot be decrypted now
   * @throws JMSException if it is refused, with the reason
   */
  @Override
  public Object fromMessage(Message message) throws JMSException {
    KeptBody received = KeptBody.of(message);
    try {
      return delegate.fromMessage(sealer.open(message, destination));
    } finally {
      received.putBack();
    }
  }
}
