package io.portcullis.esdk;

import static org.assertj.core.api.Assertions.assertThat;

import io.portcullis.esdk.AlgorithmSuite.Signing;
import org.bouncycastle.crypto.ec.CustomNamedCurves;
import org.bouncycastle.crypto.params.ECDomainParameters;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class NamedCurveTest {

  @ParameterizedTest
  @EnumSource(value = Signing.class, names = "NONE", mode = EnumSource.Mode.EXCLUDE)
  void itIsTheCurveOfBouncyCastlesTable(Signing signing) {
    assertThat(NamedCurve.of(signing))
        .isEqualTo(new ECDomainParameters(CustomNamedCurves.getByName(signing.curve())));
  }
}
