package io.portcullis.rule;

import io.portcullis.esdk.BodyShape;

/** The faults of bodies that are nearly a message, or that people take for one. */
final class NearMisses {

  /** Where the AWS Encryption SDK is explained. A line has this link once. */
  private static final String GUIDE =
      "https://docs.aws.amazon.com/encryption-sdk/latest/developer-guide/";

  private static final String ENCRYPT =
      "encrypt it with the AWS Encryption SDK before sending, see " + GUIDE;
  private static final String INSTEAD =
      "encrypt the content with the AWS Encryption SDK instead, see " + GUIDE;
  private static final String SEND =
      "send the message itself in a bytes message, or its base64 in a text message";

  private static final Fault LINES =
      new Fault(
          "base64-in-lines",
          "its text is an AWS Encryption SDK message in base64 with a line break at offset %d",
          "send the base64 in one line: base64 -w 0; in Java Base64.getEncoder(), not"
              + " getMimeEncoder(); in Python b64encode, not encodebytes");
  private static final Fault NEWLINE =
      new Fault(
          "base64-with-newline",
          "its text is an AWS Encryption SDK message in base64 with a line break at its end, at"
              + " offset %d",
          "send the base64 without it: base64 -w 0 and printf add none, base64 and echo do");
  private static final Fault BLANKS =
      new Fault(
          "base64-with-blanks",
          "its text is an AWS Encryption SDK message in base64 with blanks at offset %d",
          "send the base64 alone, without blanks before, within or behind it");
  private static final Fault URL_SAFE =
      new Fault(
          "base64-url-safe",
          "its text is an AWS Encryption SDK message in URL-safe base64, as offset %d shows",
          "use the standard alphabet, with + and /: in Java Base64.getEncoder(), not"
              + " getUrlEncoder(); in Python b64encode, not urlsafe_b64encode; in Node.js base64, not"
              + " base64url");
  private static final Fault UNPADDED =
      new Fault(
          "base64-unpadded",
          "its text is an AWS Encryption SDK message in base64 without the padding at offset %d",
          "send the base64 with = at its end: in Java Base64.getEncoder() without"
              + " withoutPadding()");
  private static final Fault DATA_URI =
      new Fault(
          "base64-in-data-uri",
          "its text is an AWS Encryption SDK message in base64 in a data: URI, from offset %d",
          "send only what stands behind ;base64,");
  private static final Fault QUOTED =
      new Fault(
          "base64-in-quotes",
          "its text is an AWS Encryption SDK message in base64 with a quotation mark or an escape at"
              + " offset %d",
          "send the base64 alone: in Python b64encode(...).decode(), not str(); in JavaScript the"
              + " string, not JSON.stringify of it");
  private static final Fault MARKED =
      new Fault(
          "base64-with-byte-order-mark",
          "its text is an AWS Encryption SDK message in base64 behind a byte order mark at offset %d",
          "write the text in UTF-8 without a byte order mark");
  private static final Fault OTHERS =
      new Fault(
          "base64-with-others",
          "its text is an AWS Encryption SDK message in base64 with another character at offset %d",
          "send the base64 alone, in the standard alphabet: base64 -w 0");
  private static final Fault TWICE =
      new Fault(
          "base64-twice",
          "its body is the base64 of the base64 of an AWS Encryption SDK message",
          "encode it once, and send it in a text message");
  private static final Fault IN_JSON =
      new Fault(
          "base64-in-json",
          "its body is JSON with an AWS Encryption SDK message in base64 at offset %d",
          SEND + ", and nothing around it");
  private static final Fault HEX =
      new Fault(
          "message-in-hex",
          "its body is an AWS Encryption SDK message in hexadecimal digits",
          SEND);
  private static final Fault BINARY_AS_TEXT =
      new Fault(
          "binary-as-text",
          "its body looks like an AWS Encryption SDK message whose bytes were taken for characters,"
              + " which destroys it",
          "send a bytes message; over STOMP, send the header content-length, or base64 with"
              + " amq-msg-type: text");
  private static final Fault BASE64_OF_TEXT =
      new Fault(
          "base64-of-text",
          "its body is not an AWS Encryption SDK message, it looks like the base64 of plain text,"
              + " which is not encrypted",
          ENCRYPT);
  private static final Fault S3 =
      new Fault(
          "s3-encryption-client",
          "its body is not an AWS Encryption SDK message, it looks like the format of the Amazon S3"
              + " Encryption Client",
          INSTEAD);
  private static final Fault DATABASE =
      new Fault(
          "database-encryption-sdk",
          "its body is not an AWS Encryption SDK message, it looks like the format of the AWS"
              + " Database Encryption SDK or the DynamoDB Encryption Client",
          INSTEAD);
  private static final Fault KMS =
      new Fault(
          "kms-ciphertext",
          "its body is not an AWS Encryption SDK message, it looks like the output of AWS KMS"
              + " Encrypt",
          "do not call Encrypt of AWS KMS; use the AWS Encryption SDK with a KMS keyring, see "
              + GUIDE);
  private static final Fault AGE =
      new Fault(
          "age-file",
          "its body is not an AWS Encryption SDK message, it looks like a file of age",
          INSTEAD);
  private static final Fault PGP =
      new Fault(
          "pgp-message",
          "its body is not an AWS Encryption SDK message, it looks like an OpenPGP message",
          INSTEAD);
  private static final Fault JWE =
      new Fault(
          "json-web-encryption",
          "its body is not an AWS Encryption SDK message, it looks like JSON Web Encryption (JWE)",
          INSTEAD);
  private static final Fault CMS =
      new Fault(
          "cms-message",
          "its body is not an AWS Encryption SDK message, it looks like CMS (PKCS #7, S/MIME)",
          INSTEAD);
  private static final Fault PEM =
      new Fault(
          "pem-file",
          "its body is not an AWS Encryption SDK message, it looks like a PEM file, such as a"
              + " certificate or a key",
          ENCRYPT);
  private static final Fault COMPRESSED =
      new Fault(
          "body-compressed",
          "its body is not an AWS Encryption SDK message, it looks like %s",
          "compress first, then encrypt with the AWS Encryption SDK, and send the result as it is,"
              + " see "
              + GUIDE);
  private static final Fault JSON =
      new Fault(
          "body-json",
          "its body is not an AWS Encryption SDK message, it looks like JSON",
          ENCRYPT);
  private static final Fault XML =
      new Fault(
          "body-xml", "its body is not an AWS Encryption SDK message, it looks like XML", ENCRYPT);
  private static final Fault PLAIN_TEXT =
      new Fault(
          "body-plain-text",
          "its body is not an AWS Encryption SDK message, it looks like plain text",
          ENCRYPT);

  private NearMisses() {}

  /**
   * Returns the fault of a body.
   *
   * @param unknown what to say of a body that is nothing known
   */
  static BodyFlaw of(BodyShape shape, BodyFlaw unknown) {
    return switch (shape.kind()) {
      case BASE64, UNKNOWN -> unknown;
      case BASE64_IN_LINES -> at(LINES, shape);
      case BASE64_WITH_NEWLINE -> at(NEWLINE, shape);
      case BASE64_WITH_BLANKS -> at(BLANKS, shape);
      case BASE64_URL_SAFE -> at(URL_SAFE, shape);
      case BASE64_UNPADDED -> at(UNPADDED, shape);
      case BASE64_IN_DATA_URI -> at(DATA_URI, shape);
      case BASE64_IN_QUOTES -> at(QUOTED, shape);
      case BASE64_WITH_BYTE_ORDER_MARK -> at(MARKED, shape);
      case BASE64_WITH_OTHERS -> at(OTHERS, shape);
      case BASE64_TWICE -> new BodyFlaw(TWICE);
      case BASE64_IN_JSON -> at(IN_JSON, shape);
      case HEX -> new BodyFlaw(HEX);
      case BINARY_AS_TEXT -> new BodyFlaw(BINARY_AS_TEXT);
      case BASE64_OF_TEXT -> new BodyFlaw(BASE64_OF_TEXT);
      case S3_ENCRYPTION_CLIENT -> new BodyFlaw(S3);
      case DATABASE_ENCRYPTION_SDK -> new BodyFlaw(DATABASE);
      case KMS_CIPHERTEXT -> new BodyFlaw(KMS);
      case AGE -> new BodyFlaw(AGE);
      case PGP -> new BodyFlaw(PGP);
      case JWE -> new BodyFlaw(JWE);
      case CMS -> new BodyFlaw(CMS);
      case PEM -> new BodyFlaw(PEM);
      case GZIP -> new BodyFlaw(COMPRESSED, "gzip");
      case ZIP -> new BodyFlaw(COMPRESSED, "a ZIP archive");
      case ZLIB -> new BodyFlaw(COMPRESSED, "zlib");
      case JSON -> new BodyFlaw(JSON);
      case XML -> new BodyFlaw(XML);
      case PLAIN_TEXT -> new BodyFlaw(PLAIN_TEXT);
    };
  }

  /** The same mistake at another offset is the same violation. */
  private static BodyFlaw at(Fault fault, BodyShape shape) {
    return new BodyFlaw(fault, Argument.shown(shape.offset()));
  }
}
