package io.portcullis.policy;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DestinationNameTest {

  @ParameterizedTest(name = "{1} as {0}: {2}")
  @CsvSource(
      delimiter = '|',
      value = {
        "QUEUE           | A                   | queue://A",
        "TOPIC           | A.>                 | topic://A.>",
        "TEMPORARY_QUEUE | ID:c-1:1            | temp-queue://ID:c-1:1",
        "QUEUE           | A,B                 | queue://A,queue://B",
        "QUEUE           | A,topic://B         | queue://A,topic://B",
        "TOPIC           | A, queue://B ,C     | topic://A,queue://B,topic://C",
        "QUEUE           | A,,B,               | queue://A,queue://B",
        "QUEUE           | ' ,A'               | queue://A",
        "QUEUE           | A,temp-topic://ID:x | queue://A,temp-topic://ID:x"
      })
  void aCompositeNameIsTakenApartAsActiveMqDoes(DestinationKind kind, String name, String all) {
    assertThat(new DestinationName(kind, name).spelledOut()).isEqualTo(all);
  }

  @Test
  void aNameThatNamesOneIsItself() {
    DestinationName queue = DestinationName.queue("A");

    assertThat(queue.parts()).containsExactly(queue);
    assertThat(queue).hasToString("queue://A");
  }
}
