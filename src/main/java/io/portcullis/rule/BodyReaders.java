package io.portcullis.rule;

import io.portcullis.esdk.MessageReader;
import io.portcullis.esdk.StrictBase64;

/**
 * The readers of a message's body. They are created once for many messages, because a send must not
 * pay for them.
 */
final class BodyReaders {

  private final MessageReader messages = new MessageReader();
  private final StrictBase64 base64 = new StrictBase64();

  /** Returns the reader of encrypted messages. */
  MessageReader messages() {
    return messages;
  }

  /** Returns the decoder of texts. */
  StrictBase64 base64() {
    return base64;
  }
}
