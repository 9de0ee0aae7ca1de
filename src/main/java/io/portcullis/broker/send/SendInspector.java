package io.portcullis.broker.send;

import io.portcullis.rule.DestinationFacts;
import io.portcullis.rule.SendFacts;
import org.apache.activemq.command.Message;

/** Reads the facts of a message that is sent, without an allocation. */
public final class SendInspector {

  private SendInspector() {}

  /**
   * Reads a message. The caller releases the facts when the message is judged.
   *
   * @param destination the destination in the message
   * @param registered the destination of the producer's registration, if it is another; else empty
   */
  public static SendFacts inspect(
      DestinationFacts destination, String registered, Message message) {
    SendFacts facts = SendFacts.take();
    return facts.show(destination, registered, MessageBody.of(message, facts.window()));
  }
}
