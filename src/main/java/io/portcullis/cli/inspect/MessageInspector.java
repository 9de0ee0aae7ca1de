package io.portcullis.cli.inspect;

import io.portcullis.cli.inspect.Inspection.Form;
import io.portcullis.cli.inspect.Inspection.Refusal;
import io.portcullis.esdk.AlgorithmSuite;
import io.portcullis.esdk.BodyShape;
import io.portcullis.esdk.Depth;
import io.portcullis.esdk.EncryptedMessage;
import io.portcullis.esdk.Malformation;
import io.portcullis.esdk.MessageReader;
import io.portcullis.esdk.StrictBase64;
import java.util.Optional;

/**
 * Says what files hold, and has the gate judge them. The description comes from the message format,
 * the verdict from the gate.
 */
final class MessageInspector {

  /** As many as the field can say: how many are too many is a matter of policy. */
  private static final int MAX_ENCRYPTED_DATA_KEYS = 0xFFFF;

  /** The first six bits of both versions are zero. Neither version starts with this byte itself. */
  private static final byte BASE64_START = 'A';

  /** Behind version and type; only suites of version 1 do not commit. */
  private static final int SUITE_ID_OFFSET = 2;

  private final MessageReader reader = new MessageReader();
  private final StrictBase64 base64 = new StrictBase64();
  private final BodyJudge judge;

  MessageInspector(BodyJudge judge) {
    this.judge = judge;
  }

  /** Judges a file that holds a message, or its base64. */
  Inspection inspect(byte[] file) {
    return describe(file).judged(judge.judge(file));
  }

  /**
   * Describes a file. It is taken for base64 if it decodes to something that starts like a message.
   * It is also taken for base64 if only a later flaw, such as a line break, prevents that.
   */
  private Inspection describe(byte[] file) {
    BodyShape shape = BodyShape.ofText(file, 0, file.length);
    boolean newline = shape.kind() == BodyShape.Kind.BASE64_WITH_NEWLINE;
    if (file.length > 0 && file[0] == BASE64_START) {
      int length = newline ? shape.offset() : file.length;
      byte[] decoded = new byte[StrictBase64.maxDecodedLength(length)];
      int decodedLength = base64.decode(file, 0, length, decoded);
      if (decodedLength != StrictBase64.REFUSED) {
        Inspection inspection = judge(Form.BASE64, decoded, decodedLength);
        return newline ? inspection.refusedFor(foreignCharacter(shape)) : inspection;
      }
    }
    if (shape.isBase64OfMessage()) {
      Refusal refusal =
          base64
              .malformation()
              .filter(flaw -> isOf(flaw, shape))
              .map(Refusal::of)
              .orElse(foreignCharacter(shape));
      return new Inspection(Form.BASE64, Depth.HEADER, Optional.of(refusal), Optional.empty());
    }
    return judge(Form.BINARY, file, file.length);
  }

  /** Tells whether the decoder says more than the character that stands there. */
  private static boolean isOf(Malformation flaw, BodyShape shape) {
    return shape.kind() == BodyShape.Kind.BASE64
        || shape.kind() == BodyShape.Kind.BASE64_UNPADDED
        || flaw.offset() == shape.offset();
  }

  private static Refusal foreignCharacter(BodyShape shape) {
    return new Refusal("base64 text", shape.offset(), "not a character of the standard alphabet");
  }

  private Inspection judge(Form form, byte[] bytes, int length) {
    if (!read(bytes, length, Depth.HEADER)) {
      return new Inspection(form, Depth.HEADER, Optional.of(flaw()), Optional.empty());
    }
    AlgorithmSuite suite = reader.suite();
    if (judge.commitment() == Commitment.REQUIRED && !suite.committing()) {
      return new Inspection(form, Depth.HEADER, Optional.of(uncommitted(suite)), message());
    }
    boolean passed = read(bytes, length, judge.verify());
    return new Inspection(
        form, reader.depth(), passed ? Optional.empty() : Optional.of(flaw()), message());
  }

  private boolean read(byte[] bytes, int length, Depth depth) {
    return reader.read(bytes, 0, length, depth, MAX_ENCRYPTED_DATA_KEYS);
  }

  private Optional<EncryptedMessage> message() {
    return Optional.of(EncryptedMessage.of(reader));
  }

  private Refusal flaw() {
    return Refusal.of(reader.malformation().orElseThrow());
  }

  private static Refusal uncommitted(AlgorithmSuite suite) {
    return new Refusal(
        "algorithm suite id",
        SUITE_ID_OFFSET,
        "0x" + suite.hex() + " does not commit to its data key; encrypt with 0x0478 or 0x0578");
  }
}
