package io.portcullis.client;

import jakarta.jms.JMSException;
import java.util.Map;
import java.util.Optional;
import org.apache.activemq.command.ActiveMQTextMessage;

/** A text message with a refused body. */
final class UnreadableTextMessage extends ActiveMQTextMessage implements Unreadable {

  private Optional<Refusal> refusal;

  UnreadableTextMessage(Refusal refusal) {
    this.refusal = Optional.of(refusal);
  }

  @Override
  public void checkReadable() throws JMSException {
    if (refusal.isPresent()) {
      throw refusal.get().exception();
    }
  }

  @Override
  public String getText() throws JMSException {
    checkReadable();
    return super.getText();
  }

  /** Fails while the key service is away, since an acknowledged message does not come again. */
  @Override
  public void acknowledge() throws JMSException {
    if (getAcknowledgeCallback() != null && refusal.filter(Refusal::isTemporary).isPresent()) {
      throw refusal.get().exception();
    }
    super.acknowledge();
  }

  @Override
  public void clearBody() throws JMSException {
    super.clearBody();
    refusal = Optional.empty();
  }

  /** All but the body, of which ActiveMQ prints the beginning. */
  @Override
  public String toString() {
    return refusal.isPresent() ? toString(Map.of()) : super.toString();
  }
}
