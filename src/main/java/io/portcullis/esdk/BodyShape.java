package io.portcullis.esdk;

import java.util.Objects;
import java.util.Optional;

/**
 * The likely form of a body that is not a message. It is a guess, and it only gives a refusal a
 * better reason.
 *
 * <p>The first bytes decide. A text that starts like a message in base64 is also searched for the
 * first character that does not belong there. No input makes it throw, and it allocates at most 64
 * KiB.
 *
 * @param kind what it looks like
 * @param offset the first byte that makes it no message, from the start of the body
 */
public record BodyShape(Kind kind, int offset) {

  /** How many members of a JSON object are decoded. */
  private static final int MOST_MEMBERS = 2;

  /** A form that a body has instead of that of a message. */
  public enum Kind {
    /** A message in base64 of the right form. */
    BASE64,
    /** The same with line breaks within. */
    BASE64_IN_LINES,
    /** The same with a line break at the end. */
    BASE64_WITH_NEWLINE,
    /** The same with other blanks. */
    BASE64_WITH_BLANKS,
    /** The same in the URL-safe alphabet. */
    BASE64_URL_SAFE,
    /** The same without padding, or cut off. */
    BASE64_UNPADDED,
    /** The same in a {@code data:} URI. */
    BASE64_IN_DATA_URI,
    /** The same in quotation marks. */
    BASE64_IN_QUOTES,
    /** The same behind a byte order mark. */
    BASE64_WITH_BYTE_ORDER_MARK,
    /** The same with another character within. */
    BASE64_WITH_OTHERS,
    /** The base64 of a message's base64. */
    BASE64_TWICE,
    /** A member of a JSON object that is a message in base64. */
    BASE64_IN_JSON,
    /** A message in hexadecimal digits. */
    HEX,
    /** A message whose bytes were taken for characters. */
    BINARY_AS_TEXT,
    /** The base64 of readable text. */
    BASE64_OF_TEXT,
    S3_ENCRYPTION_CLIENT,
    DATABASE_ENCRYPTION_SDK,
    KMS_CIPHERTEXT,
    AGE,
    PGP,
    JWE,
    CMS,
    PEM,
    GZIP,
    ZIP,
    ZLIB,
    JSON,
    XML,
    PLAIN_TEXT,
    /** Nothing of these. */
    UNKNOWN
  }

  /**
   * Recognises a bytes body.
   *
   * @throws IndexOutOfBoundsException if the range does not lie within the array
   */
  public static BodyShape of(byte[] bytes, int offset, int length) {
    Objects.checkFromIndexSize(offset, length, bytes.length);
    return BinaryAsText.isIn(bytes, offset, length)
        ? new BodyShape(Kind.BINARY_AS_TEXT, 0)
        : other(bytes, offset, length);
  }

  /**
   * Recognises a text, from its characters in UTF-8.
   *
   * @throws IndexOutOfBoundsException if the range does not lie within the array
   */
  public static BodyShape ofText(byte[] bytes, int offset, int length) {
    Objects.checkFromIndexSize(offset, length, bytes.length);
    return BinaryAsText.isInText(bytes, offset, length)
        ? new BodyShape(Kind.BINARY_AS_TEXT, 0)
        : other(bytes, offset, length);
  }

  private static BodyShape other(byte[] bytes, int offset, int length) {
    Optional<BodyShape> base64 = LooseBase64.find(bytes, offset, length);
    if (base64.isPresent()) {
      return base64.get();
    }
    if (Hexadecimal.isMessage(bytes, offset, length)) {
      return new BodyShape(Kind.HEX, 0);
    }
    Kind kind = ForeignFormats.of(bytes, offset, length);
    return switch (kind) {
      case JSON -> inJson(bytes, offset, length).orElse(new BodyShape(Kind.JSON, 0));
      case PLAIN_TEXT -> new BodyShape(decoded(bytes, offset, length).orElse(kind), 0);
      default -> new BodyShape(kind, 0);
    };
  }

  /** Whether it is a message in some form of base64. */
  public boolean isBase64OfMessage() {
    return kind.compareTo(Kind.BASE64_WITH_OTHERS) <= 0;
  }

  /** Finds a message among the members of a JSON object, near its start. */
  private static Optional<BodyShape> inJson(byte[] bytes, int offset, int length) {
    int end = offset + Math.min(length, ForeignFormats.LOOKED_AT);
    int tries = 0;
    for (int at = offset + 1; at < end && tries < MOST_MEMBERS; at++) {
      if (bytes[at - 1] == '"' && LooseBase64.startsAt(bytes, at, offset + length)) {
        tries++;
        if (LooseBase64.find(bytes, at, offset + length - at).isPresent()) {
          return Optional.of(new BodyShape(Kind.BASE64_IN_JSON, at - offset));
        }
      }
    }
    return Optional.empty();
  }

  /** Returns what a text that may be base64 decodes to, if that is recognised. */
  private static Optional<Kind> decoded(byte[] bytes, int offset, int length) {
    byte[] start = LooseBase64.decodeStart(bytes, offset, length);
    if (start.length < ForeignFormats.LEAST_DECODED) {
      return Optional.empty();
    }
    if (LooseBase64.find(start, 0, start.length).isPresent()) {
      return Optional.of(Kind.BASE64_TWICE);
    }
    Kind kind = ForeignFormats.of(start, 0, start.length);
    return switch (kind) {
      case UNKNOWN, ZLIB -> Optional.empty();
      case PLAIN_TEXT, JSON, XML -> Optional.of(Kind.BASE64_OF_TEXT);
      default -> Optional.of(kind);
    };
  }
}
