package io.portcullis.client;

import java.util.Optional;

/**
 * Tells why the application does not see a received body. The message may be logged: it has no body
 * bytes, key names or context values. There is a cause only if the key service is away. It has no
 * texts, since those of the Encryption SDK hold them.
 */
final class RefusedBodyException extends Exception {

  private static final long serialVersionUID = 1L;

  private final transient Optional<CauseWithoutText> outage;

  /** Of a body that is refused for what it is. */
  RefusedBodyException(String reason) {
    super(reason);
    this.outage = Optional.empty();
  }

  private RefusedBodyException(String reason, CauseWithoutText outage) {
    super(reason, outage);
    this.outage = Optional.of(outage);
  }

  /** Of a body that may be decrypted when its message comes again. */
  static RefusedBodyException forNow(RuntimeException failure) {
    return new RefusedBodyException(
        "the service of its keys does not answer, or cannot now%s; let the message come again"
            .formatted(Reason.classes(failure)),
        CauseWithoutText.of(failure));
  }

  /** What a message from there says when it is read. */
  Refusal at(Arrival arrival) {
    return new Refusal(
        "the body of a message from %s %s: %s"
            .formatted(
                arrival,
                outage.isPresent() ? "cannot be decrypted now" : "is refused",
                getMessage()),
        outage);
  }
}
