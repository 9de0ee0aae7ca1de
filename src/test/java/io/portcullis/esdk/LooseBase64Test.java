package io.portcullis.esdk;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import com.amazonaws.encryptionsdk.CryptoAlgorithm;
import java.util.Arrays;
import java.util.Base64;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class LooseBase64Test {

  private static boolean looksLikeMessage(String text) {
    byte[] bytes = text.getBytes(US_ASCII);
    return LooseBase64.find(bytes, 0, bytes.length).isPresent();
  }

  private static byte[] message() {
    return Ciphertexts.encrypt(new byte[100]);
  }

  @Test
  void knowsMessagesOfBothVersions() {
    byte[] first = Arrays.copyOf(Headers.version1().bytes(), 120);
    byte[] second = Arrays.copyOf(Headers.version2().bytes(), 120);

    assertThat(looksLikeMessage(Base64.getEncoder().encodeToString(first))).isTrue();
    assertThat(looksLikeMessage(Base64.getEncoder().encodeToString(second))).isTrue();
    assertThat(looksLikeMessage(Base64.getEncoder().encodeToString(message()))).isTrue();
  }

  @Test
  void knowsMessageInLines() {
    assertThat(looksLikeMessage(Base64.getMimeEncoder().encodeToString(message()))).isTrue();
    assertThat(looksLikeMessage(Base64.getEncoder().encodeToString(message()) + "\n")).isTrue();
  }

  @Test
  void knowsMessageWhoseHeaderIsLongerThanItLooks() {
    byte[] message =
        Ciphertexts.encrypt(Ciphertexts.UNSIGNED_SUITE, new byte[1], Map.of("k", "v".repeat(9000)));

    assertThat(looksLikeMessage(Base64.getEncoder().encodeToString(message))).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "A",
        "AgV4",
        "AYADeA",
        "AYABFA is how I feel today, and nothing is encrypted here at all",
        "AgV4YWJjZGVmZ2hpamtsbW5vcHFyc3R1dnd4eXphYmNkZWZnaGlqa2w",
        "{\"order\": 17}"
      })
  void doesNotFallForAPrefix(String text) {
    assertThat(looksLikeMessage(text)).isFalse();
  }

  @Test
  void refusesHeaderWithAFlaw() {
    byte[] header = Headers.version2().with("encrypted data key count", "0000").bytes();

    assertThat(looksLikeMessage(Base64.getEncoder().encodeToString(header))).isFalse();
  }

  @Test
  void doesNotTakeTheMessageItselfForBase64() {
    byte[] message = message();

    assertThat(LooseBase64.find(message, 0, message.length)).isEmpty();
  }

  @ParameterizedTest
  @EnumSource
  void knowsEverySuite(CryptoAlgorithm suite) {
    byte[] message = Ciphertexts.encrypt(suite, new byte[10], Map.of());

    assertThat(looksLikeMessage(Base64.getEncoder().encodeToString(message))).isTrue();
  }

  @Test
  void takesBrokenOffHeaderOnlyWhereTheLookEnds() {
    byte[] header =
        Headers.version2().with("key value pairs length", "FFFF" + "0001".repeat(3072)).bytes();
    String text = Base64.getEncoder().encodeToString(header);

    assertThat(looksLikeMessage(text.substring(0, 8192))).isTrue();
    assertThat(looksLikeMessage(text.substring(0, 8191))).isFalse();
  }

  /** So that nobody makes it read a large body again and again. */
  @Test
  void looksForDigitsNearTheStartOnly() {
    String text = Base64.getEncoder().encodeToString(message());
    String before = text.substring(0, 10);
    String behind = text.substring(10);
    int blanks = LooseBase64.LOOKED_AT - text.length();

    assertThat(looksLikeMessage(before + " ".repeat(blanks) + behind)).isTrue();
    assertThat(looksLikeMessage(before + " ".repeat(blanks + text.length()) + behind)).isFalse();
    assertThat(looksLikeMessage(" ".repeat(blanks) + text)).isTrue();
    assertThat(looksLikeMessage(" ".repeat(blanks + text.length()) + text)).isFalse();
  }
}
