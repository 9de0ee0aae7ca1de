package io.portcullis.client;

import jakarta.jms.JMSException;
import org.apache.activemq.command.ActiveMQMessage;
import org.apache.activemq.command.Message;

/**
 * A message of a kind that is never decrypted, such as a map, with a refused body. It shows nothing
 * of the body; sent on, it is the original message again.
 */
final class UnreadableOtherMessage extends UnreadableBytesMessage {

  private final ActiveMQMessage received;

  UnreadableOtherMessage(Refusal refusal, ActiveMQMessage received) {
    super(refusal);
    this.received = received;
  }

  /** What a session sends: what was received, with the headers and properties of now. */
  @Override
  public Message copy() {
    if (isCleared()) {
      return super.copy();
    }
    ActiveMQMessage copy = (ActiveMQMessage) received.copy();
    copy.clearProperties();
    try {
      Headers.copy(this, copy);
    } catch (JMSException e) {
      UnreadableBytesMessage.<RuntimeException>fail(e);
    }
    return copy;
  }

  /**
   * Called where a session sends no copy.
   *
   * @throws JMSException since the message would go without its body
   */
  @Override
  public void onSend() throws JMSException {
    if (!isCleared()) {
      throw new JMSException(
          "a %s that was received over a connection with a transformer is sent on as it came only by a"
                  .formatted(received.getClass().getSimpleName())
              + " connection that copies messages; set copyMessageOnSend");
    }
    super.onSend();
  }
}
