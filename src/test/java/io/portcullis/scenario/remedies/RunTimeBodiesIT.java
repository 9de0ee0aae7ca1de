package io.portcullis.scenario.remedies;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.amazonaws.encryptionsdk.CryptoAlgorithm;
import com.amazonaws.encryptionsdk.jce.JceMasterKey;
import com.amazonaws.encryptionsdk.multi.MultipleProviderFactory;
import io.portcullis.BodyPolicy;
import io.portcullis.esdk.Ciphertexts;
import io.portcullis.testing.Bodies;
import io.portcullis.testing.GatedBroker;
import io.portcullis.testing.OpenWire;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Base64;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Whoever does with a refused body what the remedy says is accepted, and others go on. */
class RunTimeBodiesIT {

  /** The value that a body policy demands. */
  static final String TENANT = "acme";

  private static final byte[] CONTENT = "one order for Acme".getBytes(UTF_8);

  /** Two padding characters end its base64, which has both characters of the standard alphabet. */
  private static final byte[] MESSAGE = message();

  private static final String BASE64 = Body.base64(MESSAGE);
  private static final AtomicInteger NUMBER = new AtomicInteger();

  private static Stage stage;
  private static OpenWire sender;

  /**
   * A body that is refused.
   *
   * @param kind the kind of destination, the start of its name
   * @param alternative which of the remedy's alternatives is applied, from 0
   */
  record Row(String code, String name, String kind, Body wrong, int alternative) {

    Row to(String other) {
      return new Row(code, name, other, wrong, alternative);
    }

    Row other() {
      return new Row(code, name, kind, wrong, alternative + 1);
    }

    @Override
    public String toString() {
      return "%s: %s, alternative %d".formatted(code, name, alternative);
    }
  }

  @BeforeAll
  static void start() throws Exception {
    stage =
        Stage.of(
            GatedBroker.listening("ssl")
                .with(
                    gate ->
                        gate.setBodyPolicies(
                            List.of(
                                Bodies.boundToQueue("BOUND.>"),
                                policy("TENANT.>", policy -> policy.setContext("tenant=" + TENANT)),
                                policy("BYTES.>", policy -> policy.setText("REFUSE")),
                                policy("SIGNED.>", policy -> policy.setVerify("SIGNATURE")),
                                policy(
                                    "KEYS.>",
                                    policy ->
                                        policy.setKeys(
                                            Ciphertexts.NAMESPACE
                                                + "/"
                                                + Ciphertexts.AES_KEY_NAME)))))
                .started());
    sender = OpenWire.connect(stage.broker(), "admin");
  }

  @AfterAll
  static void stop() throws Exception {
    sender.close();
    stage.close();
  }

  private static BodyPolicy policy(String pattern, Consumer<BodyPolicy> change) {
    BodyPolicy policy = new BodyPolicy();
    policy.setQueue(pattern);
    change.accept(policy);
    return policy;
  }

  static List<Row> rows() {
    return List.of(
        text("base64-in-lines", "MIME", Base64.getMimeEncoder().encodeToString(MESSAGE)),
        text("base64-with-newline", "as echo writes it", BASE64 + "\n"),
        text("base64-with-blanks", "behind", BASE64 + "  "),
        text("base64-with-blanks", "within", new StringBuilder(BASE64).insert(9, ' ').toString()),
        text("base64-url-safe", "", BASE64.replace('+', '-').replace('/', '_')),
        text("base64-unpadded", "", BASE64.substring(0, BASE64.length() - 2)),
        text("base64-in-data-uri", "", "data:application/octet-stream;base64," + BASE64),
        text("base64-in-quotes", "JSON", '"' + BASE64 + '"'),
        text("base64-in-quotes", "Python", "b'" + BASE64 + "'"),
        text("base64-with-byte-order-mark", "", '\uFEFF' + BASE64),
        text("base64-with-others", "", BASE64 + ";"),
        text("base64-twice", "", Body.base64(BASE64.getBytes(UTF_8))),
        text("base64-in-json", "bytes", "{\"payload\": \"" + BASE64 + "\"}"),
        text("base64-in-json", "text", "{\"payload\": \"" + BASE64 + "\"}").other(),
        text("message-in-hex", "bytes", HexFormat.of().formatHex(MESSAGE)),
        text("message-in-hex", "text", HexFormat.of().formatHex(MESSAGE)).other(),
        bytes("base64-in-bytes", "bytes", BASE64.getBytes(UTF_8)),
        bytes("base64-in-bytes", "text", BASE64.getBytes(UTF_8)).other(),
        text("binary-as-text", "", new String(MESSAGE, ISO_8859_1)),
        text("base64-of-text", "", Body.base64(CONTENT)),
        bytes("s3-encryption-client", "", hex("020073" + "11".repeat(60))),
        bytes("database-encryption-sdk", "", hex("026701" + "1".repeat(80))),
        bytes("kms-ciphertext", "", hex("0102020078" + "5c".repeat(150))),
        text("age-file", "", "-----BEGIN AGE ENCRYPTED FILE-----\nYWdl"),
        text("pgp-message", "", "-----BEGIN PGP MESSAGE-----\n\nhQEM"),
        text(
            "json-web-encryption",
            "",
            "{\"protected\":\"eyJ\",\"encrypted_key\":\"6KB7\",\"ciphertext\":\"Kq6\"}"),
        text("cms-message", "", "-----BEGIN PKCS7-----\nMIIB"),
        text("pem-file", "", "-----BEGIN CERTIFICATE-----\nMIIB"),
        bytes("body-compressed", "before", gzip(CONTENT)),
        bytes("body-compressed", "behind", gzip(MESSAGE)),
        text("body-plain-text", "", "one order for Acme"),
        text("body-json", "", "{\"order\": 17}"),
        text("body-xml", "", "<?xml version=\"1.0\"?><a/>"),
        bytes("body-not-encrypted", "", hex("9f00c3d1a7b2")),
        bytes("body-missing", "", new byte[0]),
        bytes("body-truncated", "", Arrays.copyOf(MESSAGE, MESSAGE.length - 1)),
        bytes("body-malformed", "", malformed()),
        bytes("bytes-behind-message", "", Arrays.copyOf(MESSAGE, MESSAGE.length + 1)),
        bytes("signature-wrong", "", changed()).to("SIGNED."),
        bytes("too-many-data-keys", "", nineKeys()),
        bytes("ivs-not-compared", "", falling(65_537)),
        text("text-refused", "", BASE64).to("BYTES."),
        bytes("suite-not-committing", "", uncommitted()),
        bytes("key-not-allowed", "", twoKeys()).to("KEYS."),
        bytes("context-missing", "", MESSAGE).to("TENANT."),
        bytes("context-without-destination", "", MESSAGE).to("BOUND."));
  }

  private static Row text(String code, String name, String text) {
    return new Row(code, name, "PLAIN.", Body.text(text), 0);
  }

  private static Row bytes(String code, String name, byte[] bytes) {
    return new Row(code, name, "PLAIN.", Body.bytes(bytes), 0);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("rows")
  void remedyHelps(Row row) throws Exception {
    String queue = row.kind() + NUMBER.incrementAndGet();

    String line = stage.refused(row.code(), () -> row.wrong().sendTo(sender, queue));
    Body right =
        new BodyRemedy(CONTENT, MESSAGE, row.wrong()).apply(Stage.remedy(line), row.alternative());

    stage.accepted(() -> right.sendTo(sender, queue));
  }

  /** The operator does what the other half of the remedy says. */
  @ParameterizedTest(name = "{0}")
  @MethodSource("bodiesThatTheOperatorMayAllow")
  void operatorsHalfOfTheRemedyHelps(Row row, String element, Consumer<BodyPolicy> change)
      throws Exception {
    try (Stage own = Stage.of(GatedBroker.listening("ssl").started());
        OpenWire client = OpenWire.connect(own.broker(), "admin")) {
      String line = own.refused(row.code(), () -> row.wrong().sendTo(client, "HALF"));
      assertThat(Stage.remedy(line).split(", or ", -1)[1]).contains(element);
      own.broker().with(gate -> gate.setBodyPolicies(List.of(policy("HALF", change))));
      assertThat(own.broker().view().reload()).isEmpty();

      own.accepted(() -> row.wrong().sendTo(client, "HALF"));
    }
  }

  static Stream<Arguments> bodiesThatTheOperatorMayAllow() {
    Consumer<BodyPolicy> empty = policy -> policy.setEmpty("ALLOW");
    Consumer<BodyPolicy> keys = policy -> policy.setMaxEncryptedDataKeys("9");
    return Stream.of(
        Arguments.of(
            bytes("body-missing", "allowed", new byte[0]),
            "empty=\"ALLOW\" into its body policy",
            empty),
        Arguments.of(
            bytes("too-many-data-keys", "allowed", nineKeys()),
            "maxEncryptedDataKeys of its body policy",
            keys));
  }

  private static byte[] hex(String digits) {
    return HexFormat.of().parseHex(digits);
  }

  private static byte[] message() {
    for (int blanks = 0; blanks < 100; blanks++) {
      byte[] message = Ciphertexts.encrypt(("one order" + " ".repeat(blanks)).getBytes(UTF_8));
      String base64 = Body.base64(message);
      if (base64.endsWith("==") && base64.contains("/") && base64.contains("+")) {
        return message;
      }
    }
    throw new IllegalStateException("no such message");
  }

  private static byte[] gzip(byte[] bytes) {
    ByteArrayOutputStream zipped = new ByteArrayOutputStream();
    try (GZIPOutputStream out = new GZIPOutputStream(zipped)) {
      out.write(bytes);
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
    return zipped.toByteArray();
  }

  /** Its first frame has another number. */
  private static byte[] malformed() {
    byte[] message = falling(2);
    message[101] = 9;
    return message;
  }

  /** One bit of the encrypted content is another. */
  private static byte[] changed() {
    byte[] message = Ciphertexts.encrypt(Ciphertexts.DEFAULT_SUITE, new byte[1000], Map.of());
    message[message.length - 400] ^= 1;
    return message;
  }

  private static byte[] nineKeys() {
    return Ciphertexts.encrypt(
        Ciphertexts.UNSIGNED_SUITE,
        Ciphertexts.DEFAULT_FRAME_LENGTH,
        MultipleProviderFactory.buildMultiProvider(
            JceMasterKey.class, Collections.nCopies(9, Ciphertexts.aes())),
        CONTENT,
        Map.of());
  }

  private static byte[] twoKeys() {
    return Ciphertexts.encrypt(
        Ciphertexts.DEFAULT_SUITE,
        Ciphertexts.DEFAULT_FRAME_LENGTH,
        Ciphertexts.aesAndRsa(),
        CONTENT,
        Map.of());
  }

  private static byte[] uncommitted() {
    return Ciphertexts.encrypt(
        CryptoAlgorithm.ALG_AES_256_GCM_IV12_TAG16_HKDF_SHA384_ECDSA_P384, CONTENT, Map.of());
  }

  /** So many frames of one byte, whose IVs count down. */
  private static byte[] falling(int frames) {
    ByteBuffer out = ByteBuffer.allocate(98 + 33 * frames + 8);
    out.put((byte) 2).putShort((short) 0x0478).put(new byte[32]).putShort((short) 0);
    out.putShort((short) 1).put(new byte[6]).put((byte) 2).putInt(1).put(new byte[48]);
    for (int i = 1; i < frames; i++) {
      out.putInt(i).putLong(0).putInt(frames - i + 1).put(new byte[1 + 16]);
    }
    out.putInt(-1).putInt(frames).putLong(0).putInt(1).putInt(1).put(new byte[1 + 16]);
    return Arrays.copyOf(out.array(), out.position());
  }
}
