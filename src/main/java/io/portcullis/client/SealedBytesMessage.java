package io.portcullis.client;

import jakarta.jms.JMSException;
import java.util.Optional;
import org.apache.activemq.command.ActiveMQBytesMessage;
import org.apache.activemq.command.ActiveMQMessage;
import org.apache.activemq.command.Message;
import org.apache.activemq.util.ByteSequence;

/** A bytes message that is encrypted when it is sent. It has no body until then. */
final class SealedBytesMessage extends ActiveMQBytesMessage {

  private Optional<Sealing> waiting;

  SealedBytesMessage(Sealing sealing) {
    this.waiting = Optional.of(sealing);
  }

  /** The session sends a copy, unless it was told not to. */
  @Override
  public Message copy() {
    if (waiting.isEmpty()) {
      return super.copy();
    }
    SealedBytesMessage copy = new SealedBytesMessage(waiting.get());
    copy((ActiveMQMessage) copy);
    return copy;
  }

  /** See {@link SealedTextMessage#onSend}. */
  @Override
  public void onSend() throws JMSException {
    super.onSend();
    if (waiting.isPresent()) {
      setContent(new ByteSequence(waiting.get().sealFor(this)));
      setCompressed(false);
      waiting = Optional.empty();
    }
  }
}
