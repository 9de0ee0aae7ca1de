package io.portcullis.policy;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class DestinationNameTest {

  /** 256 characters, three dots and half a SHA-256. */
  private static final int CUT = 256 + 3 + 32;

  @ParameterizedTest(name = "{1} as {0}: {2}")
  @CsvSource(
      delimiter = '|',
      value = {
        "QUEUE           | A                   | queue://A",
        "TOPIC           | A.>                 | topic://A.>",
        "TEMPORARY_QUEUE | ID:c-1:1            | temp-queue://ID:c-1:1",
        "QUEUE           | A,B                 | queue://A,B",
        "TEMPORARY_QUEUE | queue://A           | temp-queue://queue://A",
        "QUEUE           | temp-topic://ID:x   | queue://temp-topic://ID:x"
      })
  void aNameIsNeverTakenApart(DestinationKind kind, String name, String all) {
    DestinationName destination = new DestinationName(kind, name);

    assertThat(destination.parts()).containsExactly(destination);
    assertThat(destination.spelledOut()).isEqualTo(all);
    assertThat(destination.shown()).isEqualTo(all);
    assertThat(destination).hasToString(all);
  }

  @Test
  void partsAreThoseThatItWasGiven() {
    DestinationName queue = DestinationName.queue("A");
    DestinationName topic = DestinationName.topic("queue://B");
    DestinationName both =
        new DestinationName(DestinationKind.QUEUE, "A,topic://queue://B", List.of(queue, topic));

    assertThat(both.parts()).containsExactly(queue, topic);
    assertThat(both.spelledOut()).isEqualTo("queue://A,topic://queue://B");
    assertThat(both.shown()).isEqualTo(both.spelledOut());
  }

  @ParameterizedTest(name = "{0}: {1}")
  @CsvSource({
    "*, true",
    ">, true",
    "A.*, true",
    "*.A, true",
    "A.>.B, true",
    "A.*.B, true",
    "orders->billing, false",
    "A*, false",
    "A.*B, false",
    "A.>>, false",
    "'A. * ', false",
    "A, false"
  })
  void aPatternHasAWildcardForALevel(String name, boolean pattern) {
    DestinationName one = DestinationName.queue(name);
    DestinationName other = DestinationName.topic("B->C");

    assertThat(one.isPattern()).isEqualTo(pattern);
    assertThat(new DestinationName(DestinationKind.QUEUE, "all", List.of(other, one)).isPattern())
        .as("as a part")
        .isEqualTo(pattern);
  }

  @Test
  void aWholeThatReadsLikeAPatternIsNone() {
    DestinationName all =
        new DestinationName(
            DestinationKind.QUEUE,
            "A.*,B",
            List.of(DestinationName.queue("A"), DestinationName.queue("B")));

    assertThat(all.isPattern()).isFalse();
  }

  @ParameterizedTest
  @EnumSource
  void whatIsShownIsCut(DestinationKind kind) {
    DestinationName longest = new DestinationName(kind, "x".repeat(256 - kind.prefix().length()));
    DestinationName longer = new DestinationName(kind, "x".repeat(257 - kind.prefix().length()));

    assertThat(longest.shown()).hasSize(256).isEqualTo(longest.toString());
    assertThat(longer.shown()).hasSize(CUT).matches(".*x\\.{3}[0-9a-f]{32}");
    assertThat(new DestinationName(kind, "y", List.of(longest, longest)).shown()).hasSize(CUT);
  }
}
