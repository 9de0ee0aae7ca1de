package io.portcullis.scenario.remedies;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.portcullis.testing.OpenWire;
import jakarta.jms.JMSException;
import java.util.Base64;

/**
 * The body of a message that is to be sent.
 *
 * @param isText whether it is a text message's
 * @param bytes a text in UTF-8, or the bytes
 */
@SuppressWarnings("ArrayRecordComponent") // Nobody compares bodies or changes their bytes.
record Body(boolean isText, byte[] bytes) {

  static Body text(String text) {
    return new Body(true, text.getBytes(UTF_8));
  }

  static Body bytes(byte[] bytes) {
    return new Body(false, bytes);
  }

  static String base64(byte[] bytes) {
    return Base64.getEncoder().encodeToString(bytes);
  }

  String text() {
    return new String(bytes, UTF_8);
  }

  void sendTo(OpenWire client, String destination) throws JMSException {
    if (isText) {
      client.sendText(destination, text());
    } else {
      client.send(destination, bytes);
    }
  }
}
