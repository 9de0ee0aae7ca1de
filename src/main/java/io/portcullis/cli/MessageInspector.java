package io.portcullis.cli;

import io.portcullis.cli.Inspection.Form;
import io.portcullis.cli.Inspection.Refusal;
import io.portcullis.esdk.AlgorithmSuite;
import io.portcullis.esdk.BodyShape;
import io.portcullis.esdk.Depth;
import io.portcullis.esdk.EncryptedMessage;
import io.portcullis.esdk.MessageReader;
import io.portcullis.esdk.StrictBase64;
import java.util.Optional;

/**
 * Judges files by the message format, and by whether the algorithm suite commits to the data key.
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
  private final Depth verify;
  private final Commitment commitment;

  MessageInspector(Depth verify, Commitment commitment) {
    this.verify = verify;
    this.commitment = commitment;
  }

  /**
   * Judges a file that holds a message, or its base64 with at most one line feed behind it.
   *
   * <p>A file is taken for base64 if it decodes to something that starts like a message. It is also
   * taken for base64 if only a later flaw, such as a line break, prevents that.
   */
  Inspection inspect(byte[] file) {
    if (file.length == 0 || file[0] != BASE64_START) {
      return judge(Form.BINARY, file, file.length);
    }
    int length = file[file.length - 1] == '\n' ? file.length - 1 : file.length;
    byte[] decoded = new byte[StrictBase64.maxDecodedLength(length)];
    int decodedLength = base64.decode(file, 0, length, decoded);
    if (decodedLength != StrictBase64.REFUSED) {
      return judge(Form.BASE64, decoded, decodedLength);
    }
    if (BodyShape.ofText(file, 0, length).isBase64OfMessage()) {
      Refusal refusal = Refusal.of(base64.malformation().orElseThrow());
      return new Inspection(Form.BASE64, Depth.HEADER, Optional.of(refusal), Optional.empty());
    }
    return judge(Form.BINARY, file, file.length);
  }

  private Inspection judge(Form form, byte[] bytes, int length) {
    if (!read(bytes, length, Depth.HEADER)) {
      return new Inspection(form, Depth.HEADER, Optional.of(flaw()), Optional.empty());
    }
    AlgorithmSuite suite = reader.suite();
    if (commitment == Commitment.REQUIRED && !suite.committing()) {
      return new Inspection(form, Depth.HEADER, Optional.of(uncommitted(suite)), message());
    }
    boolean passed = read(bytes, length, verify);
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
