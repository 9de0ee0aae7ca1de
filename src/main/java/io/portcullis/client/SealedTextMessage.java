package io.portcullis.client;

import jakarta.jms.JMSException;
import java.nio.ByteBuffer;
import java.util.Base64;
import java.util.Optional;
import org.apache.activemq.command.ActiveMQMessage;
import org.apache.activemq.command.ActiveMQTextMessage;
import org.apache.activemq.command.Message;
import org.apache.activemq.util.ByteSequence;

/** A text message that is encrypted when it is sent. It has no body until then. */
final class SealedTextMessage extends ActiveMQTextMessage {

  private Optional<Sealing> waiting;

  SealedTextMessage(Sealing sealing) {
    this.waiting = Optional.of(sealing);
  }

  /** The session sends a copy, unless it was told not to. */
  @Override
  public Message copy() {
    if (waiting.isEmpty()) {
      return super.copy();
    }
    SealedTextMessage copy = new SealedTextMessage(waiting.get());
    copy((ActiveMQMessage) copy);
    return copy;
  }

  /**
   * Called by the session when every header is set, the last moment before the message leaves. The
   * content is written as the wire has it, a length and then ASCII. So a connection that compresses
   * leaves it alone. Ciphertext does not get smaller, and gates refuse it compressed.
   */
  @Override
  public void onSend() throws JMSException {
    super.onSend();
    if (waiting.isPresent()) {
      byte[] base64 = Base64.getEncoder().encode(waiting.get().sealFor(this));
      byte[] content =
          ByteBuffer.allocate(Integer.BYTES + base64.length)
              .putInt(base64.length)
              .put(base64)
              .array();
      setContent(new ByteSequence(content));
      setCompressed(false);
      waiting = Optional.empty();
    }
  }
}
