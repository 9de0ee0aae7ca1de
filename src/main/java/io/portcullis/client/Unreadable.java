package io.portcullis.client;

import jakarta.jms.JMSException;

/**
 * A received message whose body the application must not see. It is handed over all the same: an
 * exception instead of it would come after the acknowledgement where {@code receive} is called, and
 * stop the deliveries of a listener. So reading it fails, the listener or the transaction fails
 * with it, and redelivery and dead letter queue do what they are for. What the broker delivered is
 * still there, so that sending it on over a connection without a transformer loses nothing;
 * printing the message shows nothing of it.
 */
interface Unreadable {

  /**
   * Does nothing once the application has cleared the body.
   *
   * @throws JMSException with the reason, as long as the refused body is there
   */
  void checkReadable() throws JMSException;
}
