package io.portcullis.rule;

import io.portcullis.esdk.BodyShape;
import io.portcullis.esdk.BodyShape.Kind;
import io.portcullis.esdk.Depth;
import io.portcullis.esdk.Malformation;
import io.portcullis.esdk.MessageReader;
import io.portcullis.esdk.StrictBase64;
import io.portcullis.policy.BodyRequirement;

/**
 * Finds the reason why a body was refused. It runs only for refused bodies, so an accepted one does
 * not pay for it.
 */
final class BodyFlaws {

  private static final int ANY_COUNT = 0xFFFF;
  private static final int GROUP = 4;

  private static final Fault BASE64_BYTES =
      new Fault(
          "base64-in-bytes",
          "its bytes are the base64 of an AWS Encryption SDK message",
          "send the message itself, or the base64 in a text message; over STOMP that is"
              + " amq-msg-type: text, and MQTT has none");
  private static final Fault TRUNCATED =
      new Fault(
          "body-truncated",
          "its body looks like an AWS Encryption SDK message but is truncated%s",
          "send the whole message");
  private static final Fault MALFORMED =
      new Fault(
          "body-malformed",
          "its body starts like an AWS Encryption SDK message but is malformed%s",
          "send the message as the SDK made it");
  private static final Fault TRAILING =
      new Fault(
          "bytes-behind-message",
          "its body is an AWS Encryption SDK message with more behind it%s",
          "send one message in a body, and nothing else");
  private static final Fault UNVERIFIED =
      new Fault(
          "signature-wrong",
          "its body is an AWS Encryption SDK message whose signature is wrong%s",
          "send the message as the SDK made it; something has changed it since");
  private static final Fault TOO_MANY_KEYS =
      new Fault(
          "too-many-data-keys",
          "its body is an AWS Encryption SDK message with %d encrypted data keys, and the"
              + " destination allows at most %d",
          "encrypt under fewer keys, or raise maxEncryptedDataKeys of its body policy");
  private static final Fault IVS_NOT_COMPARED =
      new Fault(
          "ivs-not-compared",
          "its IVs do not rise, and it has too many frames to compare them%s",
          "encrypt with an AWS Encryption SDK, whose IVs rise, or in longer frames");
  private static final Fault FOREIGN =
      new Fault(
          "body-not-encrypted",
          "its body is not an AWS Encryption SDK message%s",
          "encrypt it with the AWS Encryption SDK before sending");

  private BodyFlaws() {}

  /** Returns why a bytes body is refused, which the reader has just read. */
  static BodyFlaw ofBytes(BodyFacts body, BodyRequirement demand, MessageReader reader) {
    Malformation flaw = flaw(reader);
    BodyShape shape = BodyShape.of(body.bytes(), body.offset(), body.length());
    if (shape.isBase64OfMessage()) {
      return new BodyFlaw(BASE64_BYTES);
    }
    return flaw.kind() == Malformation.Kind.UNRECOGNIZED || shape.kind() == Kind.BINARY_AS_TEXT
        ? NearMisses.of(shape, placed(FOREIGN, flaw))
        : malformed(body.bytes(), body.offset(), body.length(), flaw, demand, reader);
  }

  /** Returns why a text is refused that decodes to bytes, which the reader has just read. */
  static BodyFlaw ofDecoded(
      BodyFacts text, byte[] decoded, int length, BodyRequirement demand, MessageReader reader) {
    Malformation flaw = flaw(reader);
    return flaw.kind() == Malformation.Kind.UNRECOGNIZED
        ? NearMisses.of(shape(text), placed(FOREIGN, flaw))
        : malformed(decoded, 0, length, flaw, demand, reader);
  }

  /**
   * Returns why a text is refused that is not base64 of the right form.
   *
   * @param decoded room for its bytes, and three more
   */
  static BodyFlaw ofText(
      BodyFacts text, byte[] decoded, StrictBase64 base64, MessageReader reader) {
    Malformation flaw = base64.malformation().orElseThrow();
    BodyShape shape = shape(text);
    if (shape.kind() == Kind.BASE64_UNPADDED && !isWholeIfPadded(text, decoded, base64, reader)) {
      return placed(TRUNCATED, flaw);
    }
    Fault unknown = shape.kind() == Kind.BASE64 ? MALFORMED : FOREIGN;
    return NearMisses.of(shape, placed(unknown, flaw));
  }

  private static BodyShape shape(BodyFacts text) {
    return BodyShape.ofText(text.bytes(), text.offset(), text.length());
  }

  /** Tells whether only the padding is missing. A text that is cut off lacks more. */
  private static boolean isWholeIfPadded(
      BodyFacts text, byte[] decoded, StrictBase64 base64, MessageReader reader) {
    int rest = text.length() % GROUP;
    if (rest < 2) {
      return false;
    }
    int whole = text.length() - rest;
    byte[] group = {'=', '=', '=', '='};
    System.arraycopy(text.bytes(), text.offset() + whole, group, 0, rest);
    byte[] last = new byte[StrictBase64.maxDecodedLength(GROUP)];
    int length = base64.decode(text.bytes(), text.offset(), whole, decoded);
    int more = base64.decode(group, 0, GROUP, last);
    if (length == StrictBase64.REFUSED || more == StrictBase64.REFUSED) {
      return false;
    }
    System.arraycopy(last, 0, decoded, length, more);
    return reader.read(decoded, 0, length + more, Depth.STRUCTURE, ANY_COUNT);
  }

  private static BodyFlaw malformed(
      byte[] bytes,
      int offset,
      int length,
      Malformation flaw,
      BodyRequirement demand,
      MessageReader reader) {
    return switch (flaw.kind()) {
      case TRUNCATED -> placed(TRUNCATED, flaw);
      case INVALID -> placed(MALFORMED, flaw);
      case TRAILING -> placed(TRAILING, flaw);
      case UNVERIFIED -> placed(UNVERIFIED, flaw);
      case UNRECOGNIZED -> placed(FOREIGN, flaw);
      case NOT_COMPARED -> placed(IVS_NOT_COMPARED, flaw);
      case OVER_LIMIT -> overLimit(bytes, offset, length, demand, reader);
    };
  }

  /** Reads past the limit, to tell whether that is all. */
  private static BodyFlaw overLimit(
      byte[] bytes, int offset, int length, BodyRequirement demand, MessageReader reader) {
    Depth depth = demand.verify() == Depth.HEADER ? Depth.HEADER : Depth.STRUCTURE;
    if (!reader.read(bytes, offset, length, depth, ANY_COUNT)) {
      return malformed(bytes, offset, length, flaw(reader), demand, reader);
    }
    return new BodyFlaw(
        TOO_MANY_KEYS,
        Argument.shown(reader.encryptedDataKeys().count()),
        demand.maxEncryptedDataKeys());
  }

  private static Malformation flaw(MessageReader reader) {
    return reader.malformation().orElseThrow();
  }

  private static BodyFlaw placed(Fault fault, Malformation flaw) {
    return new BodyFlaw(fault, Argument.shown(place(flaw)));
  }

  /**
   * Describes the place of the flaw. The bytes there may belong to the body. They are shown only if
   * the format surely put them there.
   */
  private static String place(Malformation flaw) {
    return flaw.kind() == Malformation.Kind.UNRECOGNIZED
        ? " (%s at offset %d)".formatted(flaw.field(), flaw.offset())
        : " (%s)".formatted(flaw.describe());
  }
}
