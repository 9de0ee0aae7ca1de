package io.portcullis.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.amazonaws.encryptionsdk.ParsedCiphertext;
import io.portcullis.esdk.Ciphertexts;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import software.amazon.cryptography.materialproviders.ICryptographicMaterialsManager;
import software.amazon.cryptography.materialproviders.model.CreateDefaultCryptographicMaterialsManagerInput;
import software.amazon.cryptography.materialproviders.model.CreateRequiredEncryptionContextCMMInput;

/** Pairs of the context that a materials manager keeps out of the header: secret, and demanded. */
class UnstoredContextTest {

  private static final byte[] PLAINTEXT = {1, 2, 3};
  private static final String ORDERS = "queue://ORDERS";
  private static final Arrival AT_ORDERS = new Arrival(ORDERS, Optional.of(ORDERS));

  private static Envelope envelope(String tenant) {
    return EncryptingMessageTransformer.builder()
        .materials(keepingBack("tenant"))
        .context(Map.of("tenant", tenant))
        .build()
        .envelope();
  }

  private static ICryptographicMaterialsManager keepingBack(String key) {
    ICryptographicMaterialsManager underlying =
        Ciphertexts.materialProviders()
            .CreateDefaultCryptographicMaterialsManager(
                CreateDefaultCryptographicMaterialsManagerInput.builder()
                    .keyring(Ciphertexts.aesKeyring())
                    .build());
    return Ciphertexts.materialProviders()
        .CreateRequiredEncryptionContextCMM(
            CreateRequiredEncryptionContextCMMInput.builder()
                .underlyingCMM(underlying)
                .requiredEncryptionContextKeys(List.of(key))
                .build());
  }

  @Test
  void whoKnowsThePairReadsTheMessage() throws Exception {
    byte[] sent = envelope("blue").seal(PLAINTEXT, ORDERS);

    assertThat(new ParsedCiphertext(sent).getEncryptionContextMap())
        .containsKey("destination")
        .doesNotContainKey("tenant");
    assertThat(envelope("blue").open(sent, AT_ORDERS)).isEqualTo(PLAINTEXT);
  }

  @Test
  void whoKnowsAnotherDoesNot() throws Exception {
    byte[] sent = envelope("blue").seal(PLAINTEXT, ORDERS);

    assertThatThrownBy(() -> envelope("green").open(sent, AT_ORDERS))
        .isInstanceOf(RefusedBodyException.class)
        .hasMessageEndingWith(
            "; its header does not show the pairs demanded for [\"tenant\"], so it may have been"
                + " encrypted without them")
        .hasMessageNotContaining("blue")
        .hasMessageNotContaining("green");
  }

  /** One that wraps a data key by itself unwraps it whatever pairs it is told. */
  @Test
  void aPairThatNobodyEncryptedWithIsMissedWhateverTheKeyring() throws Exception {
    Envelope plain =
        EncryptingMessageTransformer.builder()
            .materials(Ciphertexts.rsaKeyring())
            .build()
            .envelope();
    Envelope demanding =
        EncryptingMessageTransformer.builder()
            .materials(Ciphertexts.rsaKeyring())
            .context(Map.of("tenant", "blue"))
            .build()
            .envelope();

    byte[] sent = plain.seal(PLAINTEXT, ORDERS);

    assertThat(plain.open(sent, AT_ORDERS)).isEqualTo(PLAINTEXT);
    assertThatThrownBy(() -> demanding.open(sent, AT_ORDERS))
        .isInstanceOf(RefusedBodyException.class)
        .hasMessageEndingWith(
            "; its header does not show the pairs demanded for [\"tenant\"], so it may have been"
                + " encrypted without them");
  }

  /** A gate could not see it, and neither could a receiver tell where it belongs. */
  @Test
  void theDestinationHasToBeInTheHeader() throws Exception {
    Envelope envelope =
        EncryptingMessageTransformer.builder()
            .materials(keepingBack("destination"))
            .build()
            .envelope();
    byte[] sent = envelope.seal(PLAINTEXT, ORDERS);

    assertThatThrownBy(() -> envelope.open(sent, AT_ORDERS))
        .isInstanceOf(RefusedBodyException.class)
        .hasMessage("its encryption context names no destination under the key \"destination\"");
  }
}
