package io.portcullis.client;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/** Reads decrypted texts, and words what every JMS client is refused. */
final class PlainText {

  private PlainText() {}

  /** A decrypted text. */
  static String of(byte[] utf8) throws RefusedBodyException {
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(utf8)).toString();
    } catch (CharacterCodingException e) {
      throw new RefusedBodyException(
          "what was decrypted is no text in UTF-8; its sender has to send it as bytes");
    }
  }

  static RefusedBodyException notBase64() {
    return new RefusedBodyException(
        "the text is not base64, so it is no encrypted body; its sender has to encrypt it");
  }

  static RefusedBodyException empty() {
    return new RefusedBodyException("the body is empty, which no encrypted body is");
  }
}
