package io.portcullis.esdk;

import java.util.Objects;

/**
 * The first flaw of bytes that are no valid message, reading from the start.
 *
 * <p>Its texts hold lengths, counts and other numbers that steer the format, never a key, a value
 * or content.
 *
 * @param kind the sort of flaw
 * @param field the specification's name of the field, such as {@code encrypted data key count}
 * @param offset where the field, or the flaw within it, starts: bytes from the start of the message
 * @param reason what is wrong and what would be right, such as {@code 0, must be at least 1}
 */
public record Malformation(Kind kind, String field, int offset, String reason) {

  /** A kind of flaw. */
  public enum Kind {
    /** The message ends before the field does; more bytes could make it valid. */
    TRUNCATED,
    /** The version, type or algorithm suite is none of this format: likely something else. */
    UNRECOGNIZED,
    /** A field, or two fields together, break the specification. */
    INVALID,
    /** A whole message, and then more bytes: text behind it, or a second message. */
    TRAILING,
    /** The signature is not one of these bytes under the public key they hold. */
    UNVERIFIED,
    /** Valid, but more of something than the caller allows. */
    OVER_LIMIT,
    /** Perhaps valid, but it has more frames in no order than are compared with each other. */
    NOT_COMPARED
  }

  public Malformation {
    Objects.requireNonNull(kind, "kind");
    Objects.requireNonNull(field, "field");
    Objects.requireNonNull(reason, "reason");
  }

  /**
   * All of it in one line, such as {@code encrypted data key count at offset 36: 0, must be at
   * least 1}.
   */
  public String describe() {
    return field + " at offset " + offset + ": " + reason;
  }
}
