package io.portcullis.rule;

import io.portcullis.esdk.Base64Start;
import io.portcullis.esdk.Depth;
import io.portcullis.esdk.Malformation;
import io.portcullis.esdk.MessageReader;
import io.portcullis.esdk.StrictBase64;
import io.portcullis.policy.BodyDemand;
import java.util.List;
import java.util.Optional;

/**
 * A message's body is an AWS Encryption SDK message.
 *
 * <p>Why: TLS ends at the broker, and so does its protection; what is encrypted by the sender stays
 * so in the broker's memory, store, dead letters and backups. The header is read in full, without
 * any key: it shows that the body has the form of an Encryption SDK message, not that its content
 * is ciphertext, nor who wrote it. The rule catches mistakes, not a sender who means to pass.
 *
 * <p>A bytes body holds the message itself; a text body holds it in base64 of the standard
 * alphabet, padded, without line breaks.
 *
 * <p>Remedy: encrypt with the AWS Encryption SDK before sending.
 *
 * <p>Source: "Always Use Client-Side Encryption as a Complement to TLS" in Amazon MQ's guide of
 * 2018; the AWS Encryption SDK's message format reference. That plaintext is refused is this
 * project's own step.
 */
public final class RequireEncryptedBody implements SendRule {

  private static final int MAX_ENCRYPTED_DATA_KEYS = 8;

  private static final String ENCRYPT = "encrypt it with the AWS Encryption SDK before sending";

  private static final ThreadLocal<Readers> READERS = ThreadLocal.withInitial(Readers::new);

  @Override
  public String id() {
    return "require-encrypted-body";
  }

  @Override
  public List<Violation> judge(SendFacts send) {
    if (!send.registered().isEmpty()) {
      return List.of(
          violation(
              send.where(),
              "its producer is registered for %s, where it would be delivered"
                  .formatted(send.registered()),
              "send it there, or with a producer that names no destination"));
    }
    if (send.demand() == BodyDemand.ANY) {
      return List.of();
    }
    BodyFacts body = send.body();
    return switch (body.form()) {
      case BYTES -> bytes(send, body);
      case TEXT -> text(send, body);
      case EMPTY -> List.of(violation(send.where(), "it has no body", ENCRYPT));
      case UNREADABLE ->
          List.of(
              violation(
                  send.where(),
                  "its body is " + body.words(),
                  "send an AWS Encryption SDK message in a bytes message, or its base64 in a text"
                      + " message"));
    };
  }

  private List<Violation> bytes(SendFacts send, BodyFacts body) {
    MessageReader reader = READERS.get().reader;
    try {
      if (read(reader, body.bytes(), body.offset(), body.length())) {
        return List.of();
      }
      if (Base64Start.looksLikeMessage(body.bytes(), body.offset(), body.length())) {
        return List.of(
            violation(
                send.where(),
                "its bytes are the base64 of an AWS Encryption SDK message",
                "send the message itself, or the base64 in a text message"));
      }
      return List.of(malformed(send, reader.malformation()));
    } finally {
      reader.release();
    }
  }

  private List<Violation> text(SendFacts send, BodyFacts body) {
    Readers readers = READERS.get();
    byte[] decoded = readers.buffer(StrictBase64.maxDecodedLength(body.length()));
    int length = readers.base64.decode(body.bytes(), body.offset(), body.length(), decoded);
    if (length == StrictBase64.REFUSED) {
      return List.of(malformed(send, readers.base64.malformation()));
    }
    if (read(readers.reader, decoded, 0, length)) {
      return List.of();
    }
    return List.of(malformed(send, readers.reader.malformation()));
  }

  private static boolean read(MessageReader reader, byte[] bytes, int offset, int length) {
    return reader.read(bytes, offset, length, Depth.HEADER, MAX_ENCRYPTED_DATA_KEYS);
  }

  private Violation malformed(SendFacts send, Optional<Malformation> malformation) {
    return violation(
        send.where(),
        "its body is not an AWS Encryption SDK message"
            + malformation.map(RequireEncryptedBody::place).orElse(""),
        ENCRYPT);
  }

  /**
   * Where the flaw is; what stands there is body, unless it is clear that the format put it there.
   */
  private static String place(Malformation malformation) {
    return switch (malformation.kind()) {
      case UNRECOGNIZED ->
          " (%s at offset %d)".formatted(malformation.field(), malformation.offset());
      case TRUNCATED, INVALID, OVER_LIMIT -> " (%s)".formatted(malformation.describe());
    };
  }

  /** What a thread reads with; made once, since a send must not pay for it. */
  private static final class Readers {

    private static final int KEPT_BYTES = 1 << 16;

    private final MessageReader reader = new MessageReader();
    private final StrictBase64 base64 = new StrictBase64();
    private byte[] kept = {};

    /** Room for so many bytes; a large body's room is not kept. */
    private byte[] buffer(int length) {
      if (length > KEPT_BYTES) {
        return new byte[length];
      }
      if (kept.length < length) {
        kept = new byte[KEPT_BYTES];
      }
      return kept;
    }
  }
}
