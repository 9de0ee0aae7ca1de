package io.portcullis.client;

import jakarta.jms.JMSException;
import java.util.Optional;

/**
 * Why a body is not encrypted or decrypted.
 *
 * @param reason in words that may be logged
 * @param outage what was behind it, if the key service is away, so that it may be possible later
 */
record Refusal(String reason, Optional<CauseWithoutText> outage) {

  /** What reading the body throws. */
  JMSException exception() {
    return outage.isPresent()
        ? new KeyServiceUnavailableException(reason, outage.get())
        : new JMSException(reason);
  }

  /** Whether it may be possible later. */
  boolean isTemporary() {
    return outage.isPresent();
  }
}
