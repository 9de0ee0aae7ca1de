package io.portcullis.esdk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;
import static org.junit.jupiter.params.provider.Arguments.argumentSet;

import com.amazonaws.encryptionsdk.CryptoAlgorithm;
import com.amazonaws.encryptionsdk.ParsedCiphertext;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The AWS Encryption SDK for Java as a second opinion. Where it takes what the reader refuses, the
 * reason must be one of a list, each with the specification on the reader's side.
 */
class SecondOpinionTest {
  private static final HexFormat HEX = HexFormat.of();

  private final MessageReader reader = new MessageReader();

  /** What the SDK takes and the specification forbids, by how the refusal reads. */
  enum Strictness {
    /** It ignores bytes behind the last pair. */
    PAIRS_FIT_EXACTLY("key value pairs at .* behind the last pair, must be 0"),
    /** It replaces what is not UTF-8, so two provider ids can look the same. */
    PROVIDER_ID_IS_UTF8("key provider id at .*: not UTF-8"),
    /** Its parser takes a message that nobody can decrypt. */
    AN_ENCRYPTED_DATA_KEY("encrypted data key count at .*: 0, must be at least 1"),
    /** It takes other IV lengths in version 1. */
    IV_LENGTH_OF_THE_SUITE("iv length at .*, must be 12"),
    /** It takes frames of no length, and a length of frames that are not there. */
    FRAME_LENGTH_FITS_CONTENT_TYPE("frame length at .* for (non-)?framed content"),
    /** Its parser leaves this to the materials manager, which refuses it on decrypt. */
    PUBLIC_KEY_FITS_SUITE(".*aws-crypto-public-key for (un)?signed suite.*"),
    /** It counts frames itself and does not compare. */
    SEQUENCE_NUMBERS("sequence number at .*, must be .*"),
    /** It leaves DER to the JDK, which takes a number whose leading zero is missing. */
    INTEGERS_IN_DER("signature at .*: integer is negative");

    private final String refusals;

    Strictness(String refusals) {
      this.refusals = refusals;
    }

    static Optional<Strictness> of(Malformation flaw) {
      return Stream.of(values())
          .filter(known -> flaw.describe().matches(known.refusals))
          .findFirst();
    }
  }

  static Stream<Arguments> headers() {
    return Stream.of(
        argumentSet("version 1", Headers.version1().bytes()),
        argumentSet("version 2", Headers.version2().bytes()),
        argumentSet("signed", Ciphertexts.encrypt(new byte[1])),
        argumentSet(
            "two keys and a context",
            Ciphertexts.encrypt(
                CryptoAlgorithm.ALG_AES_256_GCM_IV12_TAG16_HKDF_SHA256,
                Ciphertexts.NON_FRAMED,
                Ciphertexts.aesAndRsa(),
                new byte[1],
                Map.of("destination", "queue://ORDERS", "tenant", "S\u00F6hne"))));
  }

  @ParameterizedTest
  @MethodSource("headers")
  void everyHeaderWithOneByteChangedIsReadAsTheSdkReadsItUnlessListed(byte[] message) {
    assertThat(reader.read(message, 0, message.length, Depth.HEADER, 0xFFFF)).isTrue();
    int headerLength = reader.headerLengthBytes();
    for (int i = 0; i < headerLength; i++) {
      for (int difference = 1; difference < 256; difference++) {
        byte[] changed = message.clone();
        changed[i] ^= (byte) difference;
        assertReadsHeaderAsTheSdkUnlessListed(changed);
      }
    }
  }

  private void assertReadsHeaderAsTheSdkUnlessListed(byte[] message) {
    boolean accepted = reader.read(message, 0, message.length, Depth.HEADER, 0xFFFF);
    Optional<ParsedCiphertext> sdk = parseWithSdk(message);
    if (!accepted) {
      sdk.ifPresent(parsed -> assertListed(message));
      return;
    }
    EncryptedMessage described = EncryptedMessage.of(reader);
    if (sdk.isEmpty()) {
      assertSdkAddsALimit(described);
      return;
    }
    assertThat(described.encryptionContext()).isEqualTo(sdk.get().getEncryptionContextMap());
    assertThat(described.headerLengthBytes()).isEqualTo(sdk.get().getOffset());
    assertThat(described.suite().id()).isEqualTo(sdk.get().getCryptoAlgoId().getValue());
  }

  private Strictness assertListed(byte[] message) {
    Malformation flaw = reader.malformation().orElseThrow();
    return Strictness.of(flaw)
        .orElseGet(() -> fail("the SDK takes " + HEX.formatHex(message) + ": " + flaw.describe()));
  }

  /** Where the SDK is stricter than the specification: it counts with int, and wants characters. */
  private static void assertSdkAddsALimit(EncryptedMessage described) {
    boolean emptyText =
        described.encryptionContext().entrySet().stream()
            .anyMatch(pair -> pair.getKey().isEmpty() || pair.getValue().isEmpty());
    assertThat(described.frameLengthBytes() > Integer.MAX_VALUE || emptyText)
        .as(described::toString)
        .isTrue();
  }

  /** The SDK throws many sorts of exception at a message it cannot parse; all of them refuse it. */
  private static Optional<ParsedCiphertext> parseWithSdk(byte[] message) {
    try {
      ParsedCiphertext parsed = new ParsedCiphertext(message);
      parsed.getEncryptionContextMap();
      return Optional.of(parsed);
    } catch (RuntimeException refused) {
      return Optional.empty();
    }
  }

  static Stream<Arguments> headersOnlyTheSdkTakes() {
    AnnotatedHex v1 = Headers.version1();
    AnnotatedHex v2 = Headers.version2();
    return Stream.of(
        argumentSet(
            "byte left over",
            v2.with("key value pairs length", "0009 0001 0001 61 0001 62 00"),
            Strictness.PAIRS_FIT_EXACTLY),
        argumentSet(
            "provider id not UTF-8",
            v2.with("key provider id: names", "FF80FF80FF"),
            Strictness.PROVIDER_ID_IS_UTF8),
        argumentSet(
            "no key",
            v2.with("encrypted data key count", "0000")
                .with("key provider id length", "")
                .with("key provider id: names", "")
                .with("key provider information length", "")
                .with("key provider information: key1", "")
                .with("encrypted data key length", "")
                .with("encrypted data key", ""),
            Strictness.AN_ENCRYPTED_DATA_KEY),
        argumentSet(
            "iv of 16 bytes",
            v1.with("iv length", "10").with("iv", "00".repeat(16)),
            Strictness.IV_LENGTH_OF_THE_SUITE),
        argumentSet(
            "frames of no length",
            v2.with("frame length", "00000000"),
            Strictness.FRAME_LENGTH_FITS_CONTENT_TYPE),
        argumentSet(
            "length of no frames",
            v2.with("content type", "01"),
            Strictness.FRAME_LENGTH_FITS_CONTENT_TYPE),
        argumentSet(
            "no public key",
            v2.with("algorithm suite id", "0578"),
            Strictness.PUBLIC_KEY_FITS_SUITE),
        argumentSet(
            "public key without a signature",
            Headers.signed().with("algorithm suite id", "0478"),
            Strictness.PUBLIC_KEY_FITS_SUITE));
  }

  @ParameterizedTest
  @MethodSource("headersOnlyTheSdkTakes")
  void takesNoHeaderThatTheSpecificationForbids(AnnotatedHex header, Strictness strictness) {
    byte[] message = header.bytes();

    assertThat(parseWithSdk(message)).isPresent();
    assertThat(reader.read(message, 0, message.length, Depth.HEADER, 8)).isFalse();
    assertThat(assertListed(message)).isEqualTo(strictness);
  }

  static Stream<Arguments> wholeMessages() {
    byte[] plaintext = new byte[40];
    return Stream.of(
            CryptoAlgorithm.ALG_AES_256_GCM_HKDF_SHA512_COMMIT_KEY,
            CryptoAlgorithm.ALG_AES_256_GCM_IV12_TAG16_HKDF_SHA256,
            CryptoAlgorithm.ALG_AES_128_GCM_IV12_TAG16_HKDF_SHA256_ECDSA_P256)
        .flatMap(
            suite ->
                Stream.of(16, Ciphertexts.NON_FRAMED)
                    .map(
                        frameLength ->
                            argumentSet(
                                suite + ", frames of " + frameLength,
                                (Object)
                                    Ciphertexts.encrypt(
                                        suite,
                                        frameLength,
                                        Ciphertexts.aes(),
                                        plaintext,
                                        Map.of("tenant", "a")))));
  }

  @ParameterizedTest
  @MethodSource("wholeMessages")
  void everyMessageWithOneByteChangedThatTheSdkDecryptsIsTakenUnlessListed(byte[] message) {
    for (int i = 0; i < message.length; i++) {
      for (int difference : new int[] {1, 2, 0x80, 0xFF}) {
        byte[] changed = message.clone();
        changed[i] ^= (byte) difference;
        boolean accepted = reader.read(changed, 0, changed.length, Depth.SIGNATURE, 8);
        if (!accepted && decryptsWithSdk(changed)) {
          assertListed(changed);
        }
      }
    }
  }

  private static boolean decryptsWithSdk(byte[] message) {
    try {
      Ciphertexts.decrypt(message);
      return true;
    } catch (RuntimeException refused) {
      return false;
    }
  }

  @Test
  void takesNoSequenceNumberOutOfOrder() {
    byte[] message =
        Ciphertexts.encrypt(
            Ciphertexts.UNSIGNED_SUITE, 16, Ciphertexts.aes(), new byte[20], Map.of());
    assertThat(reader.read(message, 0, message.length, Depth.STRUCTURE, 8)).isTrue();
    message[reader.headerLengthBytes() + 3] = 9;

    assertThat(decryptsWithSdk(message)).isTrue();
    assertThat(reader.read(message, 0, message.length, Depth.STRUCTURE, 8)).isFalse();
    assertThat(assertListed(message)).isEqualTo(Strictness.SEQUENCE_NUMBERS);
  }

  @Test
  void takesNoNegativeNumberInASignatureWhateverTheJdkTakes() {
    byte[] message = messageWhoseFirstNumberStartsWithZero();
    int footer = message.length - 2 - signatureLength(message);
    byte[] changed = new byte[message.length - 1];
    System.arraycopy(message, 0, changed, 0, footer + 6);
    System.arraycopy(message, footer + 7, changed, footer + 6, message.length - footer - 7);
    changed[footer + 1]--;
    changed[footer + 3]--;
    changed[footer + 5]--;

    assertThat(reader.read(changed, 0, changed.length, Depth.SIGNATURE, 8)).isFalse();
    assertThat(assertListed(changed)).isEqualTo(Strictness.INTEGERS_IN_DER);
  }

  private byte[] messageWhoseFirstNumberStartsWithZero() {
    while (true) {
      byte[] message = Ciphertexts.encrypt(new byte[1]);
      if (message[message.length - signatureLength(message) + 4] == 0) {
        return message;
      }
    }
  }

  private static int signatureLength(byte[] message) {
    // The SDK signs again until the signature is this long.
    assertThat(message[message.length - 104]).isEqualTo((byte) 103);
    return 103;
  }
}
