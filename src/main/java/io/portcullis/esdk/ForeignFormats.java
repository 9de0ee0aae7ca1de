package io.portcullis.esdk;

import io.portcullis.esdk.BodyShape.Kind;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;

/**
 * Recognises formats that people take for a message of the AWS Encryption SDK, by their first
 * bytes.
 *
 * @see <a
 *     href="https://github.com/awslabs/aws-encryption-sdk-specification/blob/master/framework/algorithm-suites.md">Algorithm
 *     suites of all AWS clients</a>
 * @see <a
 *     href="https://github.com/awslabs/aws-encryption-sdk-specification/blob/master/s3-encryption/data-format/content-metadata.md">S3
 *     Encryption Client, content metadata</a>
 * @see <a
 *     href="https://github.com/aws/aws-database-encryption-sdk-dynamodb/blob/main/specification/structured-encryption/header.md">AWS
 *     Database Encryption SDK, structured encryption header</a>
 * @see <a href="https://github.com/C2SP/C2SP/blob/main/age.md">age, file format</a>
 * @see <a href="https://www.rfc-editor.org/rfc/rfc9580#section-4">RFC 9580, OpenPGP packets</a>
 * @see <a href="https://www.rfc-editor.org/rfc/rfc7516#section-7">RFC 7516, JSON Web Encryption</a>
 * @see <a href="https://www.rfc-editor.org/rfc/rfc5652#section-3">RFC 5652, CMS content info</a>
 * @see <a href="https://www.rfc-editor.org/rfc/rfc7468#section-2">RFC 7468, PEM</a>
 * @see <a href="https://www.rfc-editor.org/rfc/rfc1952#section-2.3">RFC 1952, gzip</a>
 * @see <a href="https://www.rfc-editor.org/rfc/rfc1950#section-2.2">RFC 1950, zlib</a>
 * @see <a href="https://pkware.cachefly.net/webdocs/casestudies/APPNOTE.TXT">ZIP, local file
 *     header</a>
 */
final class ForeignFormats {

  /** How many bytes are looked at. */
  static final int LOOKED_AT = 512;

  /** Fewer bytes of a decoded text are readable or a format by chance. */
  static final int LEAST_DECODED = 12;

  /** What an S3 object's metadata or instruction file says in every version. */
  private static final List<String> S3_KEYS =
      List.of("\"x-amz-key\"", "\"x-amz-key-v2\"", "\"x-amz-iv\"", "\"x-amz-3\"", "\"x-amz-c\"");

  /** Attributes of the AWS Database Encryption SDK and of the DynamoDB Encryption Client. */
  private static final List<String> DATABASE_KEYS =
      List.of("\"aws_dbe_head\"", "\"aws_dbe_foot\"", "\"*amzn-ddb-map-desc*\"");

  private ForeignFormats() {}

  /** Returns the format that the bytes start like. */
  static Kind of(byte[] bytes, int offset, int length) {
    int count = Math.min(length, LOOKED_AT);
    String start = new String(bytes, offset, count, StandardCharsets.ISO_8859_1);
    Kind marked = marked(start);
    if (marked != Kind.UNKNOWN) {
      return marked;
    }
    return isText(bytes, offset, count) ? text(start) : ForeignBinary.of(start);
  }

  private static Kind marked(String start) {
    String text = withoutBlanks(start);
    if (text.startsWith("age-encryption.org/")
        || text.startsWith("-----BEGIN AGE ENCRYPTED FILE-----")) {
      return Kind.AGE;
    }
    if (text.startsWith("-----BEGIN PGP ")) {
      return Kind.PGP;
    }
    if (text.startsWith("-----BEGIN CMS-----") || text.startsWith("-----BEGIN PKCS7-----")) {
      return Kind.CMS;
    }
    if (text.startsWith("-----BEGIN ")) {
      return Kind.PEM;
    }
    if (start.startsWith("\u001f\u008b\b")) {
      return Kind.GZIP;
    }
    if (start.startsWith("PK\u0003\u0004") || start.startsWith("PK\u0005\u0006")) {
      return Kind.ZIP;
    }
    return Kind.UNKNOWN;
  }

  private static Kind text(String start) {
    String text = withoutBlanks(start);
    if (text.startsWith("eyJ") && isJweHeader(text)) {
      return Kind.JWE;
    }
    if (startsJson(text)) {
      return json(text);
    }
    return startsXml(text) ? Kind.XML : Kind.PLAIN_TEXT;
  }

  private static Kind json(String text) {
    if (S3_KEYS.stream().anyMatch(text::contains)) {
      return Kind.S3_ENCRYPTION_CLIENT;
    }
    if (DATABASE_KEYS.stream().anyMatch(text::contains)) {
      return Kind.DATABASE_ENCRYPTION_SDK;
    }
    boolean encrypted = text.contains("\"ciphertext\"") || text.contains("\"encrypted_key\"");
    boolean headed = text.contains("\"protected\"") || text.contains("\"recipients\"");
    return encrypted && headed ? Kind.JWE : Kind.JSON;
  }

  /** The header of a JWE names a content encryption algorithm, that of a JWS none. */
  private static boolean isJweHeader(String text) {
    int dot = text.indexOf('.');
    int length = (dot < 0 ? text.length() : dot) / 4 * 4;
    int rest = dot < 0 ? 0 : dot % 4;
    try {
      byte[] header =
          Base64.getUrlDecoder().decode(text.substring(0, rest > 1 ? length + rest : length));
      return new String(header, StandardCharsets.ISO_8859_1).contains("\"enc\"");
    } catch (IllegalArgumentException e) {
      return false;
    }
  }

  private static boolean startsJson(String text) {
    if (text.length() < 2 || (text.charAt(0) != '{' && text.charAt(0) != '[')) {
      return false;
    }
    String next = text.substring(1).stripLeading();
    String allowed = text.charAt(0) == '{' ? "\"}" : "\"{[]-0123456789tfn";
    return next.isEmpty() || allowed.indexOf(next.charAt(0)) >= 0;
  }

  private static boolean startsXml(String text) {
    return text.length() > 1
        && text.charAt(0) == '<'
        && (Character.isLetter(text.charAt(1)) || "?!".indexOf(text.charAt(1)) >= 0);
  }

  /** Leaves out a byte order mark and blanks. */
  private static String withoutBlanks(String start) {
    return (start.startsWith("\u00EF\u00BB\u00BF") ? start.substring(3) : start).stripLeading();
  }

  /** Tells whether the bytes are characters of UTF-8 and none steers a terminal. */
  private static boolean isText(byte[] bytes, int offset, int count) {
    String text = new String(bytes, offset, count, StandardCharsets.UTF_8);
    int cut = count == LOOKED_AT ? 3 : 0;
    return text.chars()
        .limit(Math.max(text.length() - cut, 0))
        .allMatch(c -> c == '\t' || c == '\n' || c == '\r' || c == '\f' || isShown(c));
  }

  private static boolean isShown(int c) {
    return !Character.isISOControl(c) && c != 0xFFFD;
  }
}
