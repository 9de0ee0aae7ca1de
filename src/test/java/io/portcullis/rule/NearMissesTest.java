package io.portcullis.rule;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.amazonaws.encryptionsdk.jce.JceMasterKey;
import com.amazonaws.encryptionsdk.multi.MultipleProviderFactory;
import io.portcullis.esdk.Ciphertexts;
import io.portcullis.policy.BodyRequirement;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Base64;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.GZIPOutputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import javax.crypto.spec.SecretKeySpec;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.cms.CMSAlgorithm;
import org.bouncycastle.cms.CMSEnvelopedDataGenerator;
import org.bouncycastle.cms.CMSProcessableByteArray;
import org.bouncycastle.cms.bc.BcCMSContentEncryptorBuilder;
import org.bouncycastle.cms.jcajce.JceKEKRecipientInfoGenerator;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Bodies that are nearly a message, or that people take for one, and what each is told. */
class NearMissesTest {

  private static final String GUIDE =
      "https://docs.aws.amazon.com/encryption-sdk/latest/developer-guide/";
  private static final String ENCRYPT =
      "; encrypt it with the AWS Encryption SDK before sending, see " + GUIDE;
  private static final String INSTEAD =
      "; encrypt the content with the AWS Encryption SDK instead, see " + GUIDE;
  private static final String FOREIGN =
      "its body is not an AWS Encryption SDK message, it looks like ";
  private static final String IN_BASE64 = "its text is an AWS Encryption SDK message in base64 ";

  /** Two padding characters end its base64. */
  private static final byte[] MESSAGE = endingWithTwoPaddings();

  private static final String BASE64 = Base64.getEncoder().encodeToString(MESSAGE);
  private static final int LENGTH = BASE64.length();

  /** The ciphertext of AWS's own example for GenerateDataKey. */
  private static final String KMS =
      "AQEDAHjRYf5WytIc0C857tFSnBaPn2F8DgfmThbJlGfR8P3WlwAAAH4wfAYJKoZIhvcNAQcGoG8wbQIBADBoBgkq"
          + "hkiG9w0BBwEwHgYJYIZIAWUDBAEuMBEEDEFogLqPWZconQhwHAIBEIA7d9AC7GeJJM34njQvg4Wf1d5sw0NI"
          + "o1MrBqZa+YdhV8MrkBQPeac0ReRVNDt9qleAt+SHgIRF8P0H+7U=";

  /** The start of RFC 7516's example in appendix A.1. */
  private static final String JWE =
      "eyJhbGciOiJSU0EtT0FFUCIsImVuYyI6IkEyNTZHQ00ifQ.OKOawDo13gRp2ojaHV7LFpZcgV7T6DVZKTyKOMTY"
          + ".48V1_ALb6US04U3b.5eym8TW_c8SuK0ltJ3rpYIzOeDQz7TALvtu6UG9oMo4vpzs9tX_EFShS8iB7j6ji"
          + ".XFBoMYUZodetZdvTiFvSkQ";

  private final RequireEncryptedBody rule = new RequireEncryptedBody();

  private record Row(String name, String code, BodyFacts body, String words) {}

  static Stream<Arguments> bodies() throws Exception {
    return Stream.of(encodings(), products(), contents(), messages())
        .flatMap(List::stream)
        .map(row -> Arguments.of(row.name(), row.code(), row.body(), row.words()));
  }

  private static List<Row> encodings() throws IOException {
    String mime = Base64.getMimeEncoder().encodeToString(MESSAGE);
    String urlSafe = BASE64.replace('+', '-').replace('/', '_');
    int firstUrlSafe = firstOf(urlSafe, '-', '_');
    String oneLine =
        "; send the base64 in one line: base64 -w 0; in Java Base64.getEncoder(), not"
            + " getMimeEncoder(); in Python b64encode, not encodebytes";
    String noNewline =
        "; send the base64 without it: base64 -w 0 and printf add none, base64 and echo do";
    String alone =
        "; send the base64 alone: in Python b64encode(...).decode(), not str(); in JavaScript the"
            + " string, not JSON.stringify of it";
    return List.of(
        new Row(
            "MIME",
            "base64-in-lines",
            text(mime),
            IN_BASE64 + "with a line break at offset 76" + oneLine),
        new Row(
            "a line break behind 64 characters",
            "base64-in-lines",
            text(Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(MESSAGE)),
            IN_BASE64 + "with a line break at offset 64" + oneLine),
        new Row(
            "wrapped at 76 characters",
            "base64-in-lines",
            text(field("base64-wrapped")),
            IN_BASE64 + "with a line break at offset 76" + oneLine),
        new Row(
            "a final newline",
            "base64-with-newline",
            text(field("base64-trailing-newline")),
            IN_BASE64
                + "with a line break at its end, at offset "
                + (field("base64-trailing-newline").length() - 1)
                + noNewline),
        new Row(
            "CRLF at the end",
            "base64-with-newline",
            text(BASE64 + "\r\n"),
            IN_BASE64 + "with a line break at its end, at offset " + LENGTH + noNewline),
        new Row(
            "a blank before",
            "base64-with-blanks",
            text(" " + BASE64),
            IN_BASE64
                + "with blanks at offset 0; send the base64 alone, without blanks before, within or"
                + " behind it"),
        new Row(
            "blanks behind",
            "base64-with-blanks",
            text(BASE64 + "  "),
            IN_BASE64
                + "with blanks at offset "
                + LENGTH
                + "; send the base64 alone, without blanks before, within or behind it"),
        new Row(
            "the URL-safe alphabet",
            "base64-url-safe",
            text(urlSafe),
            "its text is an AWS Encryption SDK message in URL-safe base64, as offset "
                + firstUrlSafe
                + " shows; use the standard alphabet, with + and /: in Java Base64.getEncoder(), not"
                + " getUrlEncoder(); in Python b64encode, not urlsafe_b64encode; in Node.js base64,"
                + " not base64url"),
        new Row(
            "no padding",
            "base64-unpadded",
            text(BASE64.substring(0, LENGTH - 2)),
            IN_BASE64
                + "without the padding at offset "
                + (LENGTH - 2)
                + "; send the base64 with = at its end: in Java Base64.getEncoder() without"
                + " withoutPadding()"),
        new Row(
            "a data: URI",
            "base64-in-data-uri",
            text("data:application/octet-stream;base64," + BASE64),
            IN_BASE64 + "in a data: URI, from offset 0; send only what stands behind ;base64,"),
        new Row(
            "a JSON string",
            "base64-in-quotes",
            text('"' + BASE64 + '"'),
            IN_BASE64 + "with a quotation mark or an escape at offset 0" + alone),
        new Row(
            "Python's bytes in a string",
            "base64-in-quotes",
            text("b'" + BASE64 + "'"),
            IN_BASE64 + "with a quotation mark or an escape at offset 0" + alone),
        new Row(
            "PHP's escaped slashes",
            "base64-in-quotes",
            text(BASE64.replace("/", "\\/")),
            IN_BASE64
                + "with a quotation mark or an escape at offset "
                + BASE64.indexOf('/')
                + alone),
        new Row(
            "a byte order mark",
            "base64-with-byte-order-mark",
            text('\uFEFF' + BASE64),
            IN_BASE64
                + "behind a byte order mark at offset 0; write the text in UTF-8 without a byte"
                + " order mark"),
        new Row(
            "a semicolon behind",
            "base64-with-others",
            text(BASE64 + ";"),
            IN_BASE64
                + "with another character at offset "
                + LENGTH
                + "; send the base64 alone, in the standard alphabet: base64 -w 0"),
        new Row(
            "base64 of base64",
            "base64-twice",
            text(base64(BASE64.getBytes(UTF_8))),
            "its body is the base64 of the base64 of an AWS Encryption SDK message; encode it once,"
                + " and send it in a text message"),
        new Row(
            "a member of a JSON object",
            "base64-in-json",
            text("{\"payload\": \"" + BASE64 + "\"}"),
            "its body is JSON with an AWS Encryption SDK message in base64 at offset 13; send the"
                + " message itself in a bytes message, or its base64 in a text message, and nothing"
                + " around it"),
        new Row(
            "hexadecimal digits",
            "message-in-hex",
            text(HexFormat.of().formatHex(MESSAGE)),
            "its body is an AWS Encryption SDK message in hexadecimal digits; send the message"
                + " itself in a bytes message, or its base64 in a text message"),
        new Row(
            "PostgreSQL's bytea in bytes",
            "message-in-hex",
            bytes("\\x" + HexFormat.of().formatHex(MESSAGE)),
            "its body is an AWS Encryption SDK message in hexadecimal digits; send the message"
                + " itself in a bytes message, or its base64 in a text message"),
        new Row(
            "base64 with newline in bytes",
            "base64-in-bytes",
            bytes(BASE64 + "\n"),
            "its bytes are the base64 of an AWS Encryption SDK message; send the message itself, or"
                + " the base64 in a text message; over STOMP that is amq-msg-type: text, and MQTT"
                + " has none"),
        new Row(
            "URL-safe base64 in bytes",
            "base64-in-bytes",
            bytes(urlSafe),
            "its bytes are the base64 of an AWS Encryption SDK message; send the message itself, or"
                + " the base64 in a text message; over STOMP that is amq-msg-type: text, and MQTT"
                + " has none"),
        new Row(
            "bytes taken for UTF-8 in a text",
            "binary-as-text",
            text(new String(MESSAGE, UTF_8)),
            asText()),
        new Row(
            "bytes taken for UTF-8 in bytes",
            "binary-as-text",
            bytes(new String(MESSAGE, UTF_8)),
            asText()),
        new Row(
            "bytes taken for ISO 8859-1 in bytes",
            "binary-as-text",
            bytes(new String(MESSAGE, ISO_8859_1)),
            asText()));
  }

  private static String asText() {
    return "its body looks like an AWS Encryption SDK message whose bytes were taken for characters,"
        + " which destroys it; send a bytes message; over STOMP, send the header content-length, or"
        + " base64 with amq-msg-type: text";
  }

  private static List<Row> products() throws Exception {
    byte[] database = HexFormat.of().parseHex("0101" + "ab".repeat(32) + "000365736500020003");
    String s3 = FOREIGN + "the format of the Amazon S3 Encryption Client" + INSTEAD;
    String db =
        FOREIGN
            + "the format of the AWS Database Encryption SDK or the DynamoDB Encryption Client"
            + INSTEAD;
    String kms =
        FOREIGN
            + "the output of AWS KMS Encrypt; do not call Encrypt of AWS KMS; use the AWS Encryption"
            + " SDK with a KMS keyring, see "
            + GUIDE;
    String age = FOREIGN + "a file of age" + INSTEAD;
    String pgp = FOREIGN + "an OpenPGP message" + INSTEAD;
    String jwe = FOREIGN + "JSON Web Encryption (JWE)" + INSTEAD;
    String cms = FOREIGN + "CMS (PKCS #7, S/MIME)" + INSTEAD;
    return List.of(
        new Row("S3, suite 0073", "s3-encryption-client", hex("020073" + "11".repeat(60)), s3),
        new Row("S3, suite 0070", "s3-encryption-client", hex("01800070" + "11".repeat(60)), s3),
        new Row(
            "S3, an instruction file",
            "s3-encryption-client",
            text("{\"x-amz-iv\":\"aXY=\",\"x-amz-key-v2\":\"a2V5\",\"x-amz-matdesc\":\"{}\"}"),
            s3),
        new Row(
            "Database, a header", "database-encryption-sdk", BodyFacts.bytes(database, 0, 43), db),
        new Row("Database, its base64", "database-encryption-sdk", text(base64(database)), db),
        new Row("Database, a suite", "database-encryption-sdk", hex("026701" + "1".repeat(80)), db),
        new Row(
            "DynamoDB, an item",
            "database-encryption-sdk",
            text("{\"*amzn-ddb-map-desc*\":{\"B\":\"AAAA\"},\"id\":{\"S\":\"1\"}}"),
            db),
        new Row("KMS, base64", "kms-ciphertext", text(KMS), kms),
        new Row("KMS, bytes", "kms-ciphertext", bytes(Base64.getDecoder().decode(KMS)), kms),
        new Row("KMS, base64 in bytes", "kms-ciphertext", bytes(KMS), kms),
        new Row("age", "age-file", bytes("age-encryption.org/v1\n-> X25519 abc\n"), age),
        new Row("age, armored", "age-file", text("-----BEGIN AGE ENCRYPTED FILE-----\nYWdl"), age),
        new Row("PGP, armored", "pgp-message", text("-----BEGIN PGP MESSAGE-----\n\nhQEM"), pgp),
        new Row(
            "PGP, GnuPG's RSA",
            "pgp-message",
            hex("85010c037d56da4124504a620107ff5aeac741b3fdb025e0"),
            pgp),
        new Row(
            "PGP, GnuPG's X25519",
            "pgp-message",
            hex("845e03484eec0d00ebc379120107402463a83756736cbb3a"),
            pgp),
        new Row(
            "PGP, GnuPG's password",
            "pgp-message",
            hex("8c0d04090302b56fe91accd26539ffd23801ff53b19b1fbc"),
            pgp),
        new Row("PGP, new format", "pgp-message", hex("c15e03" + "11".repeat(8) + "12000102"), pgp),
        new Row("JWE, compact", "json-web-encryption", text(JWE), jwe),
        new Row(
            "JWE, JSON",
            "json-web-encryption",
            text("{\"protected\":\"eyJ\",\"encrypted_key\":\"6KB7\",\"ciphertext\":\"Kq6\"}"),
            jwe),
        new Row("CMS", "cms-message", bytes(cms()), cms),
        new Row("CMS, base64", "cms-message", text(base64(cms())), cms),
        new Row("CMS, PEM", "cms-message", text("-----BEGIN PKCS7-----\nMIIB"), cms),
        new Row(
            "PEM",
            "pem-file",
            text("-----BEGIN CERTIFICATE-----\nMIIB"),
            FOREIGN + "a PEM file, such as a certificate or a key" + ENCRYPT));
  }

  private static List<Row> contents() throws IOException {
    String order =
        "; compress first, then encrypt with the AWS Encryption SDK, and send the result as it is,"
            + " see "
            + GUIDE;
    ByteArrayOutputStream zlib = new ByteArrayOutputStream();
    try (DeflaterOutputStream out = new DeflaterOutputStream(zlib)) {
      out.write(MESSAGE);
    }
    ByteArrayOutputStream zip = new ByteArrayOutputStream();
    try (ZipOutputStream out = new ZipOutputStream(zip)) {
      out.putNextEntry(new ZipEntry("a"));
    }
    return List.of(
        new Row("gzip", "body-compressed", bytes(gzip()), FOREIGN + "gzip" + order),
        new Row("gzip, base64", "body-compressed", text(base64(gzip())), FOREIGN + "gzip" + order),
        new Row("zlib", "body-compressed", bytes(zlib.toByteArray()), FOREIGN + "zlib" + order),
        new Row(
            "ZIP", "body-compressed", bytes(zip.toByteArray()), FOREIGN + "a ZIP archive" + order),
        new Row("a word", "body-plain-text", text("Hello"), FOREIGN + "plain text" + ENCRYPT),
        new Row(
            "a word that is base64",
            "body-plain-text",
            text("Abc1"),
            FOREIGN + "plain text" + ENCRYPT),
        new Row(
            "another language",
            "body-plain-text",
            bytes("注文 4711 für Ægir\n"),
            FOREIGN + "plain text" + ENCRYPT),
        new Row(
            "a line of a log",
            "body-plain-text",
            text("[INFO] order 4711"),
            FOREIGN + "plain text" + ENCRYPT),
        new Row("an object", "body-json", text("{ \"order\": 17}"), FOREIGN + "JSON" + ENCRYPT),
        new Row("an array", "body-json", bytes("[1, 2]"), FOREIGN + "JSON" + ENCRYPT),
        new Row("XML", "body-xml", text("<?xml version=\"1.0\"?><a/>"), FOREIGN + "XML" + ENCRYPT),
        new Row(
            "base64 of text",
            "base64-of-text",
            text(base64("one order for Acme".getBytes(UTF_8))),
            FOREIGN + "the base64 of plain text, which is not encrypted" + ENCRYPT),
        new Row(
            "random bytes",
            "body-not-encrypted",
            hex("9f00c3d1a7b2"),
            "its body is not an AWS Encryption SDK message (version at offset 0); encrypt it with"
                + " the AWS Encryption SDK before sending"));
  }

  private static List<Row> messages() {
    byte[] nine =
        Ciphertexts.encrypt(
            Ciphertexts.UNSIGNED_SUITE,
            Ciphertexts.DEFAULT_FRAME_LENGTH,
            MultipleProviderFactory.buildMultiProvider(
                JceMasterKey.class, Collections.nCopies(9, Ciphertexts.aes())),
            new byte[9],
            Map.of());
    String tooMany =
        "its body is an AWS Encryption SDK message with 9 encrypted data keys, and the destination"
            + " allows at most 8; encrypt under fewer keys, or raise maxEncryptedDataKeys of its body"
            + " policy";
    byte[] noKeys = MESSAGE.clone();
    noKeys[35] = (byte) 0xFF;
    byte[] nineCut = Arrays.copyOf(nine, nine.length - 1);
    return List.of(
        new Row("nine keys", "too-many-data-keys", bytes(nine), tooMany),
        new Row("nine keys in base64", "too-many-data-keys", text(base64(nine)), tooMany),
        new Row(
            "nine keys, cut off",
            "body-truncated",
            bytes(nineCut),
            "its body looks like an AWS Encryption SDK message but is truncated (authentication tag"
                + " at offset "
                + (nine.length - 16)
                + ": needs 16 bytes, 15 left in the message); send the whole message"),
        new Row(
            "a byte behind",
            "bytes-behind-message",
            bytes(Arrays.copyOf(MESSAGE, MESSAGE.length + 1)),
            "its body is an AWS Encryption SDK message with more behind it (message at offset "
                + MESSAGE.length
                + ": ends here, but has 1 byte behind it); send one message in a body, and nothing"
                + " else"),
        new Row(
            "a broken context",
            "body-truncated",
            bytes(noKeys),
            "its body looks like an AWS Encryption SDK message but is truncated (key value pairs at"
                + " offset 37: needs 65296 bytes, "
                + (MESSAGE.length - 37)
                + " left in the message); send the whole message"));
  }

  @ParameterizedTest(name = "{0}: {1}")
  @MethodSource("bodies")
  void eachIsToldApart(String name, String code, BodyFacts body, String words) {
    Violation violation = judge(body);

    assertThat(violation.code()).isEqualTo(code);
    assertThat(violation.line())
        .isEqualTo("[require-encrypted-body] message to queue://X: " + words)
        .hasSizeLessThan(420);
    assertThat(violation.line().split("https:", -1).length).isLessThanOrEqualTo(2);
  }

  /** What people read, never has what the body holds. */
  @ParameterizedTest(name = "{0}")
  @MethodSource("bodies")
  void nothingOfTheBodyIsShown(String name, String code, BodyFacts body, String words) {
    String start = new String(body.bytes(), body.offset(), Math.min(body.length(), 12), ISO_8859_1);

    assertThat(judge(body).line()).doesNotContain(start);
  }

  private Violation judge(BodyFacts body) {
    DestinationFacts destination =
        new DestinationFacts("queue://X", "queue://X", false, List.of(BodyRequirement.ENCRYPTED));
    List<Violation> violations = rule.judge(new SendFacts(destination, "", body));
    assertThat(violations).hasSize(1);
    return violations.get(0);
  }

  private static byte[] endingWithTwoPaddings() {
    for (int length = 0; ; length++) {
      byte[] message =
          Ciphertexts.encrypt(
              Ciphertexts.UNSIGNED_SUITE, new byte[100 + length], Map.of("tenant", "acme"));
      String base64 = Base64.getEncoder().encodeToString(message);
      if (base64.endsWith("==") && base64.indexOf('/') > 0) {
        return message;
      }
    }
  }

  private static int firstOf(String text, char one, char other) {
    return (int) text.chars().takeWhile(c -> c != one && c != other).count();
  }

  private static byte[] cms() throws Exception {
    CMSEnvelopedDataGenerator generator = new CMSEnvelopedDataGenerator();
    generator.addRecipientInfoGenerator(
        new JceKEKRecipientInfoGenerator(
            new X500Name("CN=a").getEncoded(), new SecretKeySpec(new byte[16], "AES")));
    return generator
        .generate(
            new CMSProcessableByteArray(MESSAGE),
            new BcCMSContentEncryptorBuilder(CMSAlgorithm.AES128_CBC).build())
        .getEncoded();
  }

  private static byte[] gzip() throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (GZIPOutputStream out = new GZIPOutputStream(bytes)) {
      out.write(MESSAGE);
    }
    return bytes.toByteArray();
  }

  /** What somebody has sent and was told the wrong thing. */
  private static String field(String name) throws IOException {
    return Files.readString(Path.of("src/test/resources/bodies", name + ".txt"));
  }

  private static String base64(byte[] bytes) {
    return Base64.getEncoder().encodeToString(bytes);
  }

  private static BodyFacts hex(String digits) {
    return bytes(HexFormat.of().parseHex(digits));
  }

  private static BodyFacts bytes(String text) {
    return bytes(text.getBytes(UTF_8));
  }

  private static BodyFacts bytes(byte[] bytes) {
    return BodyFacts.bytes(bytes, 0, bytes.length);
  }

  private static BodyFacts text(String text) {
    byte[] bytes = text.getBytes(UTF_8);
    return BodyFacts.text(bytes, 0, bytes.length);
  }
}
