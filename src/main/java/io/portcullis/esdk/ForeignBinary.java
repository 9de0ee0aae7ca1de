package io.portcullis.esdk;

import io.portcullis.esdk.BodyShape.Kind;

/**
 * Recognises binary formats by their first fields. See {@link ForeignFormats} for their
 * specifications.
 */
final class ForeignBinary {

  /** The fixed parts of a ciphertext alone are longer. */
  private static final int KMS_SHORTEST = 60;

  private static final int S3_FIRST = 0x0070;
  private static final int S3_LAST = 0x0074;
  private static final int DATABASE_FIRST = 0x6700;
  private static final int DATABASE_LAST = 0x6701;

  /** A structured encryption header: version, flavor and message id stand before its legend. */
  private static final int LEGEND_LENGTH = 34;

  /** PKCS #7 and CMS, 1.2.840.113549.1.7. */
  private static final String PKCS7 = "\u0006\t*\u0086H\u0086\u00f7\r\u0001\u0007";

  /** CMS's authEnvelopedData, 1.2.840.113549.1.9.16.1.23, of RFC 5083. */
  private static final String AUTHENTICATED =
      "\u0006\u000b*\u0086H\u0086\u00f7\r\u0001\t\u0010\u0001\u0017";

  private static final int PGP_PUBLIC_KEY_SESSION = 1;
  private static final int PGP_SYMMETRIC_KEY_SESSION = 3;

  private ForeignBinary() {}

  /** Returns the format of a body whose first bytes are these characters of ISO 8859-1. */
  static Kind of(String start) {
    if (isKms(start)) {
      return Kind.KMS_CIPHERTEXT;
    }
    int suite = suite(start);
    if (suite >= S3_FIRST && suite <= S3_LAST) {
      return Kind.S3_ENCRYPTION_CLIENT;
    }
    if ((suite >= DATABASE_FIRST && suite <= DATABASE_LAST) || isDatabaseHeader(start)) {
      return Kind.DATABASE_ENCRYPTION_SDK;
    }
    if (isCms(start)) {
      return Kind.CMS;
    }
    if (isPgp(start)) {
      return Kind.PGP;
    }
    return start.startsWith("x\u009c") || start.startsWith("x\u00da") ? Kind.ZLIB : Kind.UNKNOWN;
  }

  /**
   * AWS does not publish the format. In its example for GenerateDataKey the base64 starts with
   * AQEDAH. Ciphertexts that others have published start with AQECAH, AQICAH and AQIDAH too.
   *
   * @see <a
   *     href="https://docs.aws.amazon.com/kms/latest/APIReference/API_GenerateDataKey.html">GenerateDataKey,
   *     AWS KMS API reference</a>
   */
  private static boolean isKms(String start) {
    return start.length() > KMS_SHORTEST
        && start.charAt(0) == 1
        && (start.charAt(1) == 1 || start.charAt(1) == 2)
        && (start.charAt(2) == 2 || start.charAt(2) == 3)
        && start.charAt(3) == 0
        && start.charAt(4) == 'x';
  }

  /** The algorithm suite id behind a version and type of a message; 0 if there is none. */
  private static int suite(String start) {
    if (start.startsWith("\u0001\u0080") && start.length() >= 4) {
      return start.charAt(2) << 8 | start.charAt(3);
    }
    return start.startsWith("\u0002") && start.length() >= 3
        ? start.charAt(1) << 8 | start.charAt(2)
        : 0;
  }

  /** Every byte of the legend is a crypto action: e, s or c. */
  private static boolean isDatabaseHeader(String start) {
    if (start.length() < LEGEND_LENGTH + 3
        || (start.charAt(0) != 1 && start.charAt(0) != 2)
        || start.charAt(1) > 1) {
      return false;
    }
    int length = start.charAt(LEGEND_LENGTH) << 8 | start.charAt(LEGEND_LENGTH + 1);
    int first = LEGEND_LENGTH + 2;
    return length > 0
        && start.substring(first, Math.min(first + length, start.length())).matches("[esc]+");
  }

  /** A sequence in DER or BER that starts with the object identifier of a content type. */
  private static boolean isCms(String start) {
    if (start.length() < 2 || start.charAt(0) != 0x30) {
      return false;
    }
    int length = start.charAt(1);
    int content = length > 0x80 && length <= 0x84 ? 2 + length - 0x80 : 2;
    return start.startsWith(PKCS7, content) || start.startsWith(AUTHENTICATED, content);
  }

  /** An encrypted message starts with the session key for somebody, or for a password. */
  private static boolean isPgp(String start) {
    if (start.length() < 14 || start.charAt(0) < 0x80) {
      return false;
    }
    int first = start.charAt(0);
    boolean oldFormat = (first & 0x40) == 0;
    int tag = oldFormat ? first >> 2 & 0xF : first & 0x3F;
    int packet = oldFormat ? 2 + (first & 1) : start.charAt(1) < 192 ? 2 : 3;
    if (oldFormat && (first & 3) > 1) {
      return false;
    }
    int version = start.charAt(packet);
    if (tag == PGP_PUBLIC_KEY_SESSION) {
      int algorithm = start.charAt(packet + 9);
      return version == 3 && (algorithm <= 3 || algorithm == 16 || isCurve(algorithm));
    }
    return tag == PGP_SYMMETRIC_KEY_SESSION
        && version >= 4
        && version <= 6
        && start.charAt(packet + 1) >= 1
        && start.charAt(packet + 1) <= 13;
  }

  /** ECDH, X25519 and X448. */
  private static boolean isCurve(int algorithm) {
    return algorithm == 18 || algorithm == 25 || algorithm == 26;
  }
}
