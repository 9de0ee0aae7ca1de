package io.portcullis.esdk;

import static org.assertj.core.api.Assertions.assertThat;

import com.amazonaws.encryptionsdk.CryptoAlgorithm;
import com.amazonaws.encryptionsdk.ParsedCiphertext;
import com.amazonaws.encryptionsdk.model.KeyBlob;
import io.portcullis.esdk.EncryptedMessage.EncryptedDataKey;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Headers that the AWS Encryption SDK for Java wrote, read beside its own parser. */
class RealHeadersTest {
  private static final byte[] PLAINTEXT = "an order".getBytes(StandardCharsets.UTF_8);
  private static final Map<String, String> CONTEXT =
      Map.of("destination", "queue://ORDERS", "tenant", "Grün & Söhne", "\uD83D\uDE00", "smile");

  private final MessageReader reader = new MessageReader();

  private void assertReadsLikeTheSdk(byte[] message) {
    assertThat(reader.read(message, 0, message.length, Depth.HEADER, 8))
        .as(() -> reader.malformation().toString())
        .isTrue();

    ParsedCiphertext sdk = new ParsedCiphertext(message);
    EncryptedMessage described = EncryptedMessage.of(reader);
    assertThat(described.suite().id()).isEqualTo(sdk.getCryptoAlgoId().getValue());
    assertThat(described.messageId()).isEqualTo(HexFormat.of().formatHex(sdk.getMessageId()));
    assertThat(described.contentType().value()).isEqualTo(sdk.getContentType().getValue());
    assertThat(described.frameLengthBytes()).isEqualTo(sdk.getFrameLength());
    assertThat(described.headerLengthBytes()).isEqualTo(sdk.getOffset());
    assertThat(described.encryptionContext()).isEqualTo(sdk.getEncryptionContextMap());
    assertThat(reader.contextLengthBytes()).isEqualTo(sdk.getEncryptionContextLen());
    assertKeysLikeTheSdk(sdk);
  }

  private void assertKeysLikeTheSdk(ParsedCiphertext sdk) {
    EncryptedDataKeys keys = reader.encryptedDataKeys();
    assertThat(keys.count()).isEqualTo(sdk.getEncryptedKeyBlobCount());
    for (KeyBlob expected : sdk.getEncryptedKeyBlobs()) {
      assertThat(keys.next()).isTrue();
      assertThat(keys.providerId().utf8()).isEqualTo(expected.getProviderId());
      assertThat(keys.providerInformation().toByteArray())
          .isEqualTo(expected.getProviderInformation());
      assertThat(keys.ciphertext().toByteArray()).isEqualTo(expected.getEncryptedDataKey());
    }
    assertThat(keys.next()).isFalse();
  }

  @ParameterizedTest
  @EnumSource
  void readsEverySuite(CryptoAlgorithm suite) {
    assertReadsLikeTheSdk(Ciphertexts.encrypt(suite, PLAINTEXT, CONTEXT));
  }

  @ParameterizedTest
  @EnumSource
  void readsEverySuiteNonFramedUnderTwoKeysWithoutContext(CryptoAlgorithm suite) {
    assertReadsLikeTheSdk(
        Ciphertexts.encrypt(
            suite, Ciphertexts.NON_FRAMED, Ciphertexts.aesAndRsa(), PLAINTEXT, Map.of()));

    assertThat(EncryptedMessage.of(reader).encryptedDataKeys())
        .containsExactly(
            new EncryptedDataKey(Ciphertexts.NAMESPACE, Ciphertexts.AES_KEY_NAME),
            new EncryptedDataKey(Ciphertexts.NAMESPACE, Ciphertexts.RSA_KEY_NAME));
  }

  @Test
  void readsWhatKeyringsWrite() {
    assertReadsLikeTheSdk(Ciphertexts.encryptWithKeyrings(PLAINTEXT, CONTEXT));

    assertThat(EncryptedMessage.of(reader).encryptedDataKeys())
        .containsExactly(
            new EncryptedDataKey(Ciphertexts.NAMESPACE, Ciphertexts.AES_KEY_NAME),
            new EncryptedDataKey(Ciphertexts.NAMESPACE, Ciphertexts.RSA_KEY_NAME));
  }

  @Test
  void refusesEveryPrefixOfTheHeader() {
    byte[] message = Ciphertexts.encrypt(Ciphertexts.DEFAULT_SUITE, PLAINTEXT, CONTEXT);
    int headerLength = new ParsedCiphertext(message).getOffset();

    for (int length = 0; length < headerLength; length++) {
      assertThat(reader.read(message, 0, length, Depth.HEADER, 8)).as("%d", length).isFalse();
    }
    assertThat(reader.read(message, 0, headerLength, Depth.HEADER, 8)).isTrue();
  }

  @Test
  void theFixtureDecryptsWhatItEncrypts() {
    for (CryptoAlgorithm suite : CryptoAlgorithm.values()) {
      byte[] message = Ciphertexts.encrypt(suite, PLAINTEXT, CONTEXT);

      assertThat(Ciphertexts.decrypt(message)).isEqualTo(PLAINTEXT);
    }
  }
}
