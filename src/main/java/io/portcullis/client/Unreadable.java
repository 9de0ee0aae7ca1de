package io.portcullis.client;

import jakarta.jms.JMSException;

/**
 * A received message whose body the application must not see. Reading it fails, so the listener or
 * the transaction fails, and redelivery and the dead letter queue do their work. The message is
 * still handed over: an exception in its place would come after the acknowledgement where {@code
 * receive} is called, and would stop the deliveries of a listener. It keeps what the broker
 * delivered, so sending it on over a connection without a transformer loses nothing. Printing it
 * shows nothing of the body.
 */
interface Unreadable {

  /**
   * Does nothing once the application has cleared the body.
   *
   * @throws JMSException with the reason, as long as the refused body is there
   */
  void checkReadable() throws JMSException;
}
