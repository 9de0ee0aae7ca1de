package io.portcullis.cli.inspect;

import io.portcullis.esdk.Depth;
import io.portcullis.esdk.EncryptedMessage;
import io.portcullis.esdk.Malformation;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * The result of the inspection of one file.
 *
 * @param form how the file was read
 * @param depth the depth at which the message was refused, or the deepest that it passed; of no
 *     meaning if the body policy takes what is no valid message
 * @param refusal why it was refused; empty if it passed
 * @param message what the message says of itself; empty if its header is not valid, or if the body
 *     policy takes what is no valid message
 * @param kinds the gate's verdict for each kind of message; empty until it was asked
 */
record Inspection(
    Form form,
    Depth depth,
    Optional<Refusal> refusal,
    Optional<EncryptedMessage> message,
    List<KindVerdict> kinds) {

  /** The form of a file: binary or base64. */
  enum Form {
    BINARY,
    BASE64
  }

  /**
   * The first reason to refuse a file.
   *
   * @param field the specification's name of the field; empty if no single field is wrong
   * @param offset where the flaw is: bytes from the start of the message; in base64 that cannot be
   *     decoded, from the start of the file; empty if it has no place
   * @param reason what is wrong and what would be right
   */
  record Refusal(String field, OptionalInt offset, String reason) {

    /** A refusal at a place. */
    Refusal(String field, int offset, String reason) {
      this(field, OptionalInt.of(offset), reason);
    }

    /** A refusal for the format. */
    static Refusal of(Malformation malformation) {
      return new Refusal(malformation.field(), malformation.offset(), malformation.reason());
    }

    /** A refusal by the body policy, in the gate's words. */
    static Refusal byPolicy(String words) {
      return new Refusal("", OptionalInt.empty(), words);
    }
  }

  Inspection {
    Objects.requireNonNull(form, "form");
    Objects.requireNonNull(depth, "depth");
    Objects.requireNonNull(refusal, "refusal");
    Objects.requireNonNull(message, "message");
    kinds = List.copyOf(kinds);
  }

  /** Creates one for which the gate has not been asked. */
  Inspection(
      Form form, Depth depth, Optional<Refusal> refusal, Optional<EncryptedMessage> message) {
    this(form, depth, refusal, message, List.of());
  }

  /** The same, refused at the header for this reason. */
  Inspection refusedFor(Refusal reason) {
    return new Inspection(form, Depth.HEADER, Optional.of(reason), message, kinds);
  }

  /**
   * The same with the gate's verdicts, which decide: a file passes if it does as the body of some
   * kind of message.
   */
  Inspection judged(List<KindVerdict> verdicts) {
    if (verdicts.stream().anyMatch(KindVerdict::passes)) {
      Optional<EncryptedMessage> valid = refusal.isEmpty() ? message : Optional.empty();
      return new Inspection(form, depth, Optional.empty(), valid, verdicts);
    }
    BodyKind usual = form == Form.BINARY ? BodyKind.BYTES : BodyKind.TEXT;
    Optional<Refusal> byPolicy =
        verdicts.stream()
            .filter(verdict -> verdict.kind() == usual)
            .flatMap(verdict -> verdict.reason().stream())
            .map(Refusal::byPolicy)
            .findFirst();
    return new Inspection(form, depth, refusal.or(() -> byPolicy), message, verdicts);
  }

  /** Whether the message passed. */
  boolean passed() {
    return refusal.isEmpty();
  }

  /** Whether it passed because the body policy takes what is no valid message. */
  boolean passedUnread() {
    return passed() && message.isEmpty();
  }

  /** Whether the body was read to its end and is valid, so that its frames are counted. */
  boolean structurePassed() {
    boolean ofFormat = refusal.filter(reason -> !reason.field().isEmpty()).isPresent();
    return ofFormat ? depth == Depth.SIGNATURE : depth != Depth.HEADER;
  }
}
