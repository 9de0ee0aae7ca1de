package io.portcullis.esdk;

import static org.assertj.core.api.Assertions.assertThat;

import com.amazonaws.encryptionsdk.CryptoAlgorithm;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class AlgorithmSuiteTest {

  @ParameterizedTest
  @EnumSource
  void saysWhatTheSdkSays(CryptoAlgorithm sdk) {
    AlgorithmSuite suite = AlgorithmSuite.withId(sdk.getValue()).orElseThrow();

    assertThat(suite.version()).isEqualTo(sdk.getMessageFormatVersion());
    assertThat(suite.committing()).isEqualTo(sdk.isCommitting());
    assertThat(suite.signed()).isEqualTo(sdk.getTrailingSignatureAlgo() != null);
    assertThat(suite.keyLengthBits()).isEqualTo(sdk.getDataKeyLength() * 8);
    assertThat(suite.messageIdLength()).isEqualTo(sdk.getMessageIdLength());
    assertThat(AlgorithmSuite.IV_LENGTH).isEqualTo(sdk.getNonceLen());
    assertThat(AlgorithmSuite.TAG_LENGTH).isEqualTo(sdk.getTagLen());
  }

  @Test
  void knowsNoMoreThanTheSdk() {
    assertThat(AlgorithmSuite.values()).hasSameSizeAs(CryptoAlgorithm.values());
  }

  @Test
  void findsNothingElse() {
    long found =
        IntStream.rangeClosed(-1, 0x1_0000)
            .filter(id -> AlgorithmSuite.withId(id).isPresent())
            .count();

    assertThat(found).isEqualTo(11);
  }
}
