package io.portcullis.esdk;

import static io.portcullis.esdk.Malformation.Kind.TRAILING;
import static io.portcullis.esdk.Malformation.Kind.TRUNCATED;
import static org.assertj.core.api.Assertions.assertThat;

import com.amazonaws.encryptionsdk.CryptoAlgorithm;
import java.util.Arrays;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Whole messages that the AWS Encryption SDK for Java wrote. */
class RealMessagesTest {
  private static final int FRAME = 64;

  private final MessageReader reader = new MessageReader();

  private boolean read(byte[] message) {
    return reader.read(message, 0, message.length, Depth.STRUCTURE, 8);
  }

  private static byte[] encrypt(CryptoAlgorithm suite, int frameLength, int size) {
    return Ciphertexts.encrypt(
        suite, frameLength, Ciphertexts.aes(), new byte[size], Map.of("tenant", "a"));
  }

  @ParameterizedTest
  @CsvSource({"0, 1", "1, 1", "63, 1", "64, 2", "65, 2", "127, 2", "128, 3", "6400, 101"})
  void readsEverySizeInFrames(int size, int frames) {
    for (CryptoAlgorithm suite : CryptoAlgorithm.values()) {
      boolean accepted = read(encrypt(suite, FRAME, size));

      assertThat(reader.malformation()).as(suite.name()).isEmpty();
      assertThat(accepted).as(suite.name()).isTrue();
      assertThat(reader.frameCount()).as(suite.name()).isEqualTo(frames);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 63, 64, 65, 100_000})
  void readsEverySizeNonFramed(int size) {
    for (CryptoAlgorithm suite : CryptoAlgorithm.values()) {
      boolean accepted = read(encrypt(suite, Ciphertexts.NON_FRAMED, size));

      assertThat(reader.malformation()).as(suite.name()).isEmpty();
      assertThat(accepted).as(suite.name()).isTrue();
      assertThat(reader.frameCount()).as(suite.name()).isZero();
    }
  }

  @ParameterizedTest
  @EnumSource
  void refusesEveryPrefixAndSuffix(CryptoAlgorithm suite) {
    byte[] message = encrypt(suite, FRAME, 2 * FRAME + 1);

    for (int length = 0; length < message.length; length++) {
      assertThat(reader.read(message, 0, length, Depth.STRUCTURE, 8)).as("%d", length).isFalse();
      assertThat(reader.malformation().orElseThrow().kind()).as("%d", length).isEqualTo(TRUNCATED);
    }
    for (int extra = 1; extra < 100; extra++) {
      assertThat(read(Arrays.copyOf(message, message.length + extra))).as("%d", extra).isFalse();
      assertThat(reader.malformation().orElseThrow().kind()).as("%d", extra).isEqualTo(TRAILING);
    }
  }

  @Test
  void refusesTwoMessagesInOneBody() {
    byte[] message = encrypt(Ciphertexts.UNSIGNED_SUITE, FRAME, 10);
    byte[] twice = Arrays.copyOf(message, 2 * message.length);
    System.arraycopy(message, 0, twice, message.length, message.length);

    assertThat(read(twice)).isFalse();
    assertThat(reader.malformation().orElseThrow().kind()).isEqualTo(TRAILING);
  }
}
