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

  /** The one of the calling thread. */
  public static SendInspector ofThread() {
    return OF_THREAD.get();
  }

  /**
   * Looks at a message; what it returns is good until {@link #release}.
   *
   * @param destination where the message says that it goes
   * @param registered where the producer said that it sends, if that is elsewhere; else empty
   */
  public SendFacts inspect(DestinationFacts destination, String registered, Message message) {
    return facts.show(destination, registered, MessageBody.of(message, window));
  }

  /** Forgets the message, and so does not keep its body from being collected. */
  public void release() {
    facts.clear();
    window.clear();
  }
}
