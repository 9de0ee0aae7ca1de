package io.portcullis.client;

import jakarta.jms.JMSException;
import java.util.Map;
import java.util.Optional;
import org.apache.activemq.command.ActiveMQTextMessage;

/** A text message with a refused body. */
final class UnreadableTextMessage extends ActiveMQTextMessage implements Unreadable {

  private Optional<String> reason;

  UnreadableTextMessage(String reason) {
    this.reason = Optional.of(reason);
  }

  @Override
  public void checkReadable() throws JMSException {
    if (reason.isPresent()) {
      throw new JMSException(reason.get());
    }
  }

  @Override
  public String getText() throws JMSException {
    checkReadable();
    return super.getText();
  }

  @Override
  public void clearBody() throws JMSException {
    super.clearBody();
    reason = Optional.empty();
  }

  /** All but the body, of which ActiveMQ prints the beginning. */
  @Override
  public String toString() {
    return reason.isPresent() ? toString(Map.of()) : super.toString();
  }
}
