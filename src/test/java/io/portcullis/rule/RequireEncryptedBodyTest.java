package io.portcullis.rule;

import static org.assertj.core.api.Assertions.assertThat;

import com.amazonaws.encryptionsdk.CryptoAlgorithm;
import com.amazonaws.encryptionsdk.jce.JceMasterKey;
import io.portcullis.esdk.Ciphertexts;
import io.portcullis.policy.BodyEntry;
import io.portcullis.policy.DestinationName;
import io.portcullis.policy.Policy;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class RequireEncryptedBodyTest {

  private static final byte[] PLAINTEXT = "secret".getBytes(StandardCharsets.UTF_8);
  private static final byte[] MESSAGE = Ciphertexts.encrypt(PLAINTEXT);
  private static final byte[] BASE64 = Base64.getEncoder().encode(MESSAGE);
  private static final String KEY_ARN =
      "arn:aws:kms:eu-west-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab";

  private static KeyPair rsa;

  private final RequireEncryptedBody rule = new RequireEncryptedBody();

  @BeforeAll
  static void makeKeys() throws Exception {
    KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
    generator.initialize(2048);
    rsa = generator.generateKeyPair();
  }

  static Stream<Arguments> refused() {
    return Stream.of(
        Arguments.of("nothing", BodyFacts.EMPTY, "it has no body"),
        Arguments.of("a map", BodyFacts.unreadable("a map"), "its body is a map"),
        Arguments.of(
            "plaintext",
            bytes("Hello"),
            "its body is not an AWS Encryption SDK message, it looks like plain text"),
        Arguments.of(
            "plaintext in a text",
            text("Hello"),
            "its body is not an AWS Encryption SDK message, it looks like plain text"),
        Arguments.of(
            "base64 cut off",
            text(new String(BASE64, 0, BASE64.length - 2, StandardCharsets.US_ASCII)),
            "its body looks like an AWS Encryption SDK message but is truncated (base64 text"),
        Arguments.of(
            "words in a text",
            text("Hello, World"),
            "its body is not an AWS Encryption SDK message, it looks like plain text"),
        Arguments.of(
            "base64 in bytes",
            bytes(new String(BASE64, StandardCharsets.US_ASCII)),
            "its bytes are the base64 of an AWS Encryption SDK message"),
        Arguments.of(
            "base64 of plaintext in a text",
            text(Base64.getEncoder().encodeToString("Hello".getBytes(StandardCharsets.UTF_8))),
            "its body is not an AWS Encryption SDK message, it looks like plain text"),
        Arguments.of(
            "base64 with a line break",
            text(Base64.getMimeEncoder().encodeToString(MESSAGE)),
            "its text is an AWS Encryption SDK message in base64 with a line break at offset 76"),
        Arguments.of(
            "a message cut off",
            BodyFacts.bytes(MESSAGE, 0, MESSAGE.length - 1),
            "its body looks like an AWS Encryption SDK message but is truncated ("),
        Arguments.of(
            "plaintext behind a message",
            bytes(MESSAGE, PLAINTEXT),
            "its body is an AWS Encryption SDK message with more behind it (message at offset "),
        Arguments.of(
            "two messages",
            bytes(MESSAGE, MESSAGE),
            "its body is an AWS Encryption SDK message with more behind it (message at offset "));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource
  void refused(String name, BodyFacts body, String found) {
    assertThat(judge(body, Map.of()))
        .singleElement()
        .satisfies(
            violation -> {
              assertThat(violation.where()).isEqualTo("message to queue://X");
              assertThat(violation.found()).startsWith(found);
            });
  }

  @Test
  void moreFramesThanAreComparedAreRefusedWithTheirNumber() {
    assertThat(judge(falling(65_536), Map.of())).isEmpty();
    assertThat(judge(falling(65_537), Map.of()))
        .singleElement()
        .satisfies(
            violation -> {
              assertThat(violation.code()).isEqualTo("ivs-not-compared");
              assertThat(violation.found())
                  .isEqualTo(
                      "its IVs do not rise, and it has too many frames to compare them (iv at"
                          + " offset 2162794: does not rise above the one before somewhere in"
                          + " 65537 frames, at most 65536 are compared)");
            });
  }

  /** So many frames of one byte, whose IVs count down. */
  private static BodyFacts falling(int frames) {
    ByteBuffer out = ByteBuffer.allocate(98 + 33 * frames + 8);
    out.put((byte) 2).putShort((short) 0x0478).put(new byte[32]).putShort((short) 0);
    out.putShort((short) 1).put(new byte[6]).put((byte) 2).putInt(1).put(new byte[48]);
    for (int i = 1; i < frames; i++) {
      out.putInt(i).putLong(0).putInt(frames - i + 1).put(new byte[1 + 16]);
    }
    out.putInt(-1).putInt(frames).putLong(0).putInt(1).putInt(1).put(new byte[1 + 16]);
    return BodyFacts.bytes(out.array(), 0, out.position());
  }

  @Test
  void aMessagePassesInBytesAndAsBase64InAText() {
    assertThat(judge(bytes(MESSAGE), Map.of())).isEmpty();
    assertThat(judge(BodyFacts.text(BASE64, 0, BASE64.length), Map.of())).isEmpty();
  }

  @Test
  void aMessageLargerThanTheRoomThatIsKeptPassesAsText() {
    byte[] text = Base64.getEncoder().encode(Ciphertexts.encrypt(new byte[200_000]));

    assertThat(judge(BodyFacts.text(text, 0, text.length), Map.of())).isEmpty();
    assertThat(judge(BodyFacts.text(BASE64, 0, BASE64.length), Map.of())).isEmpty();
  }

  @Test
  void theRefusalNamesWhatWasFoundWhereAndWhatToDo() {
    assertThat(judge(bytes("Hello"), Map.of()))
        .extracting(Violation::line)
        .containsExactly(
            "[require-encrypted-body] message to queue://X: its body is not an AWS Encryption SDK"
                + " message, it looks like plain text; encrypt it with the AWS Encryption SDK before"
                + " sending, see"
                + " https://docs.aws.amazon.com/encryption-sdk/latest/developer-guide/");
  }

  @ParameterizedTest(name = "{0} passes at HEADER {1}, STRUCTURE {2}, SIGNATURE {3}")
  @CsvSource({
    "whole,     true,  true,  true",
    "headless,  false, false, false",
    "tailless,  true,  false, false",
    "tampered,  true,  true,  false"
  })
  void eachDepthIncludesTheOnesBeforeIt(
      String kind, boolean header, boolean structure, boolean signature) {
    byte[] body =
        switch (kind) {
          case "whole" -> MESSAGE;
          case "headless" -> Arrays.copyOf(MESSAGE, 40);
          case "tailless" -> Arrays.copyOf(MESSAGE, MESSAGE.length - 120);
          default -> tampered();
        };

    assertThat(judge(bytes(body), Map.of("verify", "HEADER")).isEmpty()).isEqualTo(header);
    assertThat(judge(bytes(body), Map.of("verify", "STRUCTURE")).isEmpty()).isEqualTo(structure);
    assertThat(judge(bytes(body), Map.of("verify", "SIGNATURE")).isEmpty()).isEqualTo(signature);
  }

  @Test
  void whereTheSuiteMustCommitOneThatDoesNotIsRefused() {
    byte[] body =
        Ciphertexts.encrypt(
            CryptoAlgorithm.ALG_AES_256_GCM_IV12_TAG16_HKDF_SHA384_ECDSA_P384, PLAINTEXT, Map.of());

    assertThat(judge(bytes(body), Map.of()))
        .extracting(Violation::found)
        .containsExactly("its algorithm suite 0378 does not commit to its key");
    assertThat(judge(bytes(body), Map.of("commitment", "OPTIONAL"))).isEmpty();
  }

  @ParameterizedTest(name = "{0} allows {1}: {2}")
  @CsvSource({
    "portcullis-tests/orders-aes-01,  aes, true",
    "portcullis-tests/*,              aes, true",
    "portcullis-tests/orders-aes-0,   aes, false",
    "portcullis-tests/orders-aes-011, aes, false",
    "portcullis-test/orders-aes-01,   aes, false",
    "portcullis-tests/orders-rsa-01,  rsa, true",
    "portcullis-tests/orders-aes-01,  rsa, false",
    "arn:aws:kms:eu-west-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab, kms, true",
    "arn:aws:kms:*:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab,         kms, true",
    "arn:aws:kms:eu-west-1:111122223333:key/*,                                    kms, true",
    "arn:*:kms:*:*:key/*,                                                         kms, true",
    "arn:aws:kms:eu-west-2:111122223333:key/*,                                    kms, false",
    "arn:aws:kms:eu-west-1:11112222333:key/*,                                     kms, false",
    "arn:aws:kms:eu-west-1:1111222233334:key/*,                                   kms, false",
    "arn:aws:kms:*:*:key/1234abcd-12ab-34cd-56ef-1234567890a,                     kms, false",
    "arn:aws:kms:*:*:key/*,                                                       aes, false",
    "aws-kms/*,                                                                   kms, true",
  })
  void everyEncryptedDataKeyMustBeUnderAKeyThatIsNamed(
      String pattern, String keys, boolean allowed) {
    byte[] body =
        switch (keys) {
          case "aes" -> MESSAGE;
          case "rsa" -> encryptUnder(Ciphertexts.NAMESPACE, Ciphertexts.RSA_KEY_NAME);
          default -> encryptUnder("aws-kms", KEY_ARN);
        };

    assertThat(judge(bytes(body), Map.of("keys", pattern)).isEmpty()).isEqualTo(allowed);
  }

  @ParameterizedTest(name = "{0} allows {2} of {1}: {3}")
  @CsvSource({
    "arn:aws:kms:eu:1:key/k, aws-kms,     arn:aws:kms:eu:1:key/k,   true",
    "arn:aws:kms:eu:1:key/k, aws-kms-rsa, arn:aws:kms:eu:1:key/k,   true",
    "arn:aws:kms:eu:1:key/k, aws-kms-hsm, arn:aws:kms:eu:1:key/k,   false",
    "arn:aws:kms:eu:1:key/k, aws-km,      arn:aws:kms:eu:1:key/k,   false",
    "arn:aws:kms:eu:1:key/k, raw,         arn:aws:kms:eu:1:key/k,   false",
    "arn:aws:kms:eu:1:key/k, aws-kms,     arn:aws:kms:eu:1:key/l,   false",
    "arn:aws:kms:eu:1:key/k, aws-kms,     arn:aws:kms:eu:1:key/kk,  false",
    "arn:aws:kms:eu:1:key/k, aws-kms,     arn:aws:kms:eu:1:key/,    false",
    "arn:aws:kms:eu:1:key/*, aws-kms,     arn:aws:kms:eu:1:key/,    false",
    "arn:aws:kms:eu:1:key/*, aws-kms,     arn:aws:kms:eu:1:key/k,   true",
    "arn:aws:kms:eu:1:key/*, aws-kms,     arn:aws:kms:eu:1:alias/k, false",
    "arn:aws:kms:eu:1:key/*, aws-kms,     arn:aws:kms:eu:1:key/k:l, false",
    "arn:aws:kms:eu:1:key/*, aws-kms,     arn:aws:kms:eu:1:key/k:,  false",
    "arn:aws:kms:*:1:key/*,  aws-kms,     arn:aws:kms::1:key/k,     false",
    "arn:aws:kms:*:1:key/*,  aws-kms,     arn:aws:kms:a:b:1:key/k,  false",
    "arn:aws:kms:*:*:key/*,  aws-kms,     arn:aws:kms:eu:1,         false",
    "arn:aws:kms:*:*:key/*,  aws-kms,     key/k,                    false",
    "raw/*,                  raw,         k,                        true",
    "raw/*,                  rawer,       k,                        false",
    "raw/k,                  ra,          w/k,                      false",
    "raw/k/l,                raw,         k/l,                      true",
    "raw/k/l,                raw/k,       l,                        false"
  })
  void everyPartOfAKeyIsCompared(String pattern, String provider, String key, boolean allowed) {
    byte[] body = encryptUnder(provider, key);

    assertThat(judge(bytes(body), Map.of("keys", pattern)).isEmpty()).isEqualTo(allowed);
  }

  @Test
  void oneKeyTooManyIsAReadableCopyForItsOwner() {
    byte[] both =
        Ciphertexts.encrypt(
            Ciphertexts.DEFAULT_SUITE,
            Ciphertexts.DEFAULT_FRAME_LENGTH,
            Ciphertexts.aesAndRsa(),
            PLAINTEXT,
            Map.of());

    assertThat(judge(bytes(both), Map.of("keys", "portcullis-tests/orders-aes-01")))
        .extracting(Violation::found)
        .containsExactly(
            "encrypted data key 2 of 2 is under a key that the destination does not name");
    assertThat(
            judge(
                bytes(both), Map.of("keys", "portcullis-tests/orders-aes-01, portcullis-tests/*")))
        .isEmpty();
    assertThat(judge(bytes(both), Map.of("maxEncryptedDataKeys", "2"))).isEmpty();
    assertThat(judge(bytes(both), Map.of("maxEncryptedDataKeys", "1"))).hasSize(1);
  }

  @ParameterizedTest(name = "{0}: {1}")
  @CsvSource(
      delimiter = '|',
      value = {
        "tenant=acme              | ''",
        "tenant=acme, purpose=pay | ''",
        "tenant=acm               | tenant",
        "tenant=acmee             | tenant",
        "tenan=acme               | tenan",
        "tenant=acme, zone=eu     | zone",
      })
  void theContextMustHoldThePairsThatAreDemanded(String demanded, String missing) {
    byte[] body =
        Ciphertexts.encrypt(
            Ciphertexts.DEFAULT_SUITE, PLAINTEXT, Map.of("tenant", "acme", "purpose", "pay"));

    assertThat(judge(bytes(body), Map.of("context", demanded)))
        .extracting(Violation::found)
        .isEqualTo(
            missing.isEmpty()
                ? List.of()
                : List.of(
                    "its encryption context does not contain the required \"%s\""
                        .formatted(missing)));
  }

  @Test
  void aMessageForAnotherDestinationIsRefused() {
    Map<String, String> bound = Map.of("destinationKey", "destination");
    byte[] here =
        Ciphertexts.encrypt(
            Ciphertexts.DEFAULT_SUITE, PLAINTEXT, Map.of("destination", "queue://X"));
    byte[] elsewhere =
        Ciphertexts.encrypt(
            Ciphertexts.DEFAULT_SUITE, PLAINTEXT, Map.of("destination", "queue://Y"));

    assertThat(judge(bytes(here), bound)).isEmpty();
    assertThat(judge(bytes(elsewhere), bound))
        .extracting(Violation::line)
        .containsExactly(
            "[require-encrypted-body] message to queue://X: its encryption context does not name"
                + " this destination under \"destination\"; encrypt with destination=queue://X in"
                + " the context");
    assertThat(judge(bytes(MESSAGE), bound)).hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"destinatio", "destinatioo", "destination2", "a", "z"})
  void theDestinationUnderAnotherKeyBindsNothing(String key) {
    byte[] body =
        Ciphertexts.encrypt(Ciphertexts.DEFAULT_SUITE, PLAINTEXT, Map.of(key, "queue://X"));

    assertThat(judge(bytes(body), Map.of("destinationKey", "destination"))).hasSize(1);
    assertThat(judge(bytes(body), Map.of("context", "destination=queue://X"))).hasSize(1);
  }

  @Test
  void aBoundMessageCannotGoToSeveralDestinations() throws Exception {
    DestinationFacts several =
        new DestinationFacts(
            "queue://X,Y",
            "queue://X,Y",
            true,
            destination(Map.of("destinationKey", "destination")).demands());

    assertThat(rule.judge(new SendFacts(several, "", bytes(MESSAGE))))
        .extracting(Violation::found)
        .containsExactly("it goes to several destinations, and a message can be bound to one only");
  }

  @Test
  void aMessageThatIsNotBoundMayGoToSeveralDestinations() {
    DestinationFacts several =
        new DestinationFacts("queue://X,Y", "queue://X,Y", true, destination(Map.of()).demands());

    assertThat(rule.judge(new SendFacts(several, "", bytes(MESSAGE)))).isEmpty();
  }

  @Test
  void aMessageToSeveralDestinationsMustMeetAllTheirDemands() throws Exception {
    DestinationFacts several =
        new DestinationFacts(
            "queue://X,Y",
            "queue://X,Y",
            true,
            List.of(
                destination(Map.of("body", "ANY")).demands().get(0),
                destination(Map.of("keys", "portcullis-tests/orders-rsa-01")).demands().get(0)));

    assertThat(several.open()).isFalse();
    assertThat(rule.judge(new SendFacts(several, "", bytes(MESSAGE)))).hasSize(1);
  }

  @Test
  void textsAndEmptyBodiesAreAsTheDestinationSays() {
    assertThat(judge(BodyFacts.text(BASE64, 0, BASE64.length), Map.of("text", "REFUSE")))
        .extracting(Violation::found)
        .containsExactly("it is a text, and the destination takes bytes messages only");
    assertThat(judge(BodyFacts.EMPTY, Map.of("empty", "ALLOW"))).isEmpty();
  }

  @Test
  void whereAnythingGoesNothingIsRead() {
    assertThat(judge(bytes("Hello"), Map.of("body", "ANY"))).isEmpty();
  }

  @Test
  void aProducerThatIsRegisteredElsewhereIsRefusedWhateverItSends() throws Exception {
    SendFacts send = new SendFacts(destination(Map.of("body", "ANY")), "queue://Y", bytes(MESSAGE));

    assertThat(rule.judge(send))
        .extracting(Violation::line)
        .containsExactly(
            "[require-encrypted-body] message to queue://X: its producer is registered for"
                + " queue://Y, where it would be delivered; send it there, or with a producer that"
                + " names no destination");
  }

  private List<Violation> judge(BodyFacts body, Map<String, String> policy) {
    return rule.judge(new SendFacts(destination(policy), "", body));
  }

  private static DestinationFacts destination(Map<String, String> policy) {
    Map<String, String> said = new HashMap<>(policy);
    said.put("queue", "X");
    try {
      Policy read = Policy.builder().bodies(List.of(new BodyEntry(said))).build(Set.of());
      return new DestinationFacts(
          "queue://X", "queue://X", false, List.of(read.bodies().of(DestinationName.queue("X"))));
    } catch (io.portcullis.policy.ConfigurationException e) {
      throw new IllegalArgumentException(e);
    }
  }

  private static byte[] encryptUnder(String provider, String key) {
    return Ciphertexts.encrypt(
        Ciphertexts.DEFAULT_SUITE,
        Ciphertexts.DEFAULT_FRAME_LENGTH,
        JceMasterKey.getInstance(
            rsa.getPublic(),
            rsa.getPrivate(),
            provider,
            key,
            "RSA/ECB/OAEPWithSHA-256AndMGF1Padding"),
        PLAINTEXT,
        Map.of());
  }

  /** One bit of the last tag, in front of the footer of 105 bytes, is another. */
  private static byte[] tampered() {
    byte[] tampered = MESSAGE.clone();
    tampered[tampered.length - 106] ^= 1;
    return tampered;
  }

  private static BodyFacts bytes(byte[]... parts) {
    byte[] all = {};
    for (byte[] part : parts) {
      int length = all.length;
      all = Arrays.copyOf(all, length + part.length);
      System.arraycopy(part, 0, all, length, part.length);
    }
    return BodyFacts.bytes(all, 0, all.length);
  }

  private static BodyFacts bytes(String text) {
    return bytes(text.getBytes(StandardCharsets.UTF_8));
  }

  private static BodyFacts text(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    return BodyFacts.text(bytes, 0, bytes.length);
  }
}
