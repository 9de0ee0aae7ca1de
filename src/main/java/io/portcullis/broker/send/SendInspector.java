package io.portcullis.broker.send;

import io.portcullis.rule.BodyFacts;
import io.portcullis.rule.DestinationFacts;
import io.portcullis.rule.SendFacts;
import org.apache.activemq.command.Message;

/**
 * Reads the facts of a message that is sent. A thread reuses one facts object for all its messages,
 * so that a send allocates none.
 */
public final class SendInspector {

  private static final ThreadLocal<SendInspector> OF_THREAD =
      ThreadLocal.withInitial(SendInspector::new);

  private final BodyFacts.Window window = new BodyFacts.Window();
  private final SendFacts facts = new SendFacts();

  private SendInspector() {}

  /** Returns the inspector of the calling thread. */
  public static SendInspector ofThread() {
    return OF_THREAD.get();
  }

  /**
   * Reads a message. The result is valid until {@link #release}.
   *
   * @param destination the destination in the message
   * @param registered the destination of the producer's registration, if it is another; else empty
   */
  public SendFacts inspect(DestinationFacts destination, String registered, Message message) {
    return facts.show(destination, registered, MessageBody.of(message, window));
  }

  /** Drops the message, so that its body can be garbage collected. */
  public void release() {
    facts.clear();
    window.clear();
  }
}
