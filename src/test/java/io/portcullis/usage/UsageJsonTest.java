package io.portcullis.usage;

import static org.assertj.core.api.Assertions.assertThat;

import io.portcullis.testing.HostileUsage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** Whatever names clients choose, what is written is read again. */
class UsageJsonTest {

  @Property(tries = 300, edgeCases = EdgeCasesMode.NONE)
  void whatIsWrittenIsReadAgain(@ForAll("observations") Observation observation)
      throws IOException {
    String text = UsageJson.text(observation);

    assertThat(text).matches("[\\x20-\\x7e\\n\\r]*");
    assertThat(UsageJson.read(new ByteArrayInputStream(text.getBytes(StandardCharsets.US_ASCII))))
        .isEqualTo(observation);
  }

  @Provide
  Arbitrary<Observation> observations() {
    return HostileUsage.observations();
  }
}
