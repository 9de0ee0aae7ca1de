package io.portcullis.client;

import jakarta.jms.JMSException;

/**
 * Tells that a key service is away, so that a body cannot be encrypted or decrypted now. It can be
 * later: roll the transaction back, or recover the session, and the message comes again. Neither
 * this exception nor its causes show key ids, context values or parts of bodies. The causes name
 * the classes of the original exceptions.
 */
public final class KeyServiceUnavailableException extends JMSException {

  private static final long serialVersionUID = 1L;

  KeyServiceUnavailableException(String reason, Exception cause) {
    super(reason);
    initCause(cause);
    setLinkedException(cause);
  }
}
