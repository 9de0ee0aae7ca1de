package io.portcullis.cli;

import io.portcullis.esdk.Depth;
import io.portcullis.esdk.EncryptedMessage;
import io.portcullis.esdk.Malformation;
import java.util.Objects;
import java.util.Optional;

/**
 * The result of the inspection of one file.
 *
 * @param form how the file was read
 * @param depth the depth at which the message was refused, or the deepest that it passed
 * @param refusal why it was refused; empty if it passed
 * @param message what the message says of itself; empty if its header is not valid
 */
record Inspection(
    Form form, Depth depth, Optional<Refusal> refusal, Optional<EncryptedMessage> message) {

  /** The form of a file: binary or base64. */
  enum Form {
    BINARY,
    BASE64
  }

  /**
   * The first reason to refuse a file.
   *
   * @param field the specification's name of the field
   * @param offset where the flaw is: bytes from the start of the message; in base64 that cannot be
   *     decoded, from the start of the file
   * @param reason what is wrong and what would be right
   */
  record Refusal(String field, int offset, String reason) {

    static Refusal of(Malformation malformation) {
      return new Refusal(malformation.field(), malformation.offset(), malformation.reason());
    }
  }

  Inspection {
    Objects.requireNonNull(form, "form");
    Objects.requireNonNull(depth, "depth");
    Objects.requireNonNull(refusal, "refusal");
    Objects.requireNonNull(message, "message");
  }

  /** Whether the message passed. */
  boolean passed() {
    return refusal.isEmpty();
  }

  /** Whether the body was read to its end and is valid, so that its frames are counted. */
  boolean structurePassed() {
    return passed() ? depth != Depth.HEADER : depth == Depth.SIGNATURE;
  }
}
