package io.portcullis.cli.inspect;

import io.portcullis.rule.BodyFacts;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/** A kind of message that can carry the bytes of a file. The gate reads each in its own way. */
enum BodyKind {
  BYTES("bytes message or MQTT", false),
  TEXT("text message", true),
  AMQP_DATA("AMQP data", false),
  AMQP_VALUE("AMQP value (a string)", true),
  STOMP_WITH_CONTENT_LENGTH("STOMP with content-length", false),
  STOMP_WITHOUT_CONTENT_LENGTH("STOMP without content-length", true) {
    /** A frame without a length ends at its first NUL. */
    @Override
    int lengthOf(byte[] file) {
      for (int i = 0; i < file.length; i++) {
        if (file[i] == 0) {
          return i;
        }
      }
      return file.length;
    }
  };

  private final String label;
  private final boolean characters;

  BodyKind(String label, boolean characters) {
    this.label = label;
    this.characters = characters;
  }

  /** Its name in JSON. */
  String id() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** Its name for people. */
  String label() {
    return label;
  }

  /** Returns what the gate sees of a message that is made of the file. */
  BodyFacts bodyOf(byte[] file) {
    int length = lengthOf(file);
    if (!characters) {
      return BodyFacts.bytes(file, 0, length);
    }
    byte[] text =
        new String(file, 0, length, StandardCharsets.UTF_8).getBytes(StandardCharsets.UTF_8);
    return BodyFacts.text(text, 0, text.length);
  }

  /** How much of the file arrives. */
  int lengthOf(byte[] file) {
    return file.length;
  }
}
