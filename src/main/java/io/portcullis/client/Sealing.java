package io.portcullis.client;

import jakarta.jms.JMSException;
import jakarta.jms.Message;
import org.apache.activemq.command.ActiveMQMessage;

/**
 * A body that is encrypted when its message is sent. Only then is its destination known: an
 * anonymous producer has none of its own, and until then a message names the destination of its
 * last sending.
 */
final class Sealing {

  private final Envelope envelope;
  private final byte[] plaintext;
  private final Message original;

  Sealing(Envelope envelope, byte[] plaintext, Message original) {
    this.envelope = envelope;
    this.plaintext = plaintext;
    this.original = original;
  }

  /**
   * The encrypted body for a message that is being sent; tells the application's of the sending.
   */
  byte[] sealFor(ActiveMQMessage outgoing) throws JMSException {
    byte[] ciphertext = envelope.seal(plaintext, outgoing.getDestination().getQualifiedName());
    Headers.tell(outgoing, original);
    return ciphertext;
  }
}
