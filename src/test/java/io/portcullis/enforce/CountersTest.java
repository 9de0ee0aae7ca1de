package io.portcullis.enforce;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class CountersTest {

  @Test
  void eachIsCountedByItself() {
    Counters tally = new Counters();

    tally.count(Disposition.REFUSED);
    tally.count(Disposition.REPORTED);
    tally.count(Disposition.REPORTED);
    for (int i = 0; i < 3; i++) {
      tally.count(Disposition.WAIVED);
    }
    for (int i = 0; i < 4; i++) {
      tally.countAcceptedBody();
    }

    assertThat(List.of(tally.refused(), tally.reported(), tally.waived(), tally.acceptedBodies()))
        .containsExactly(1L, 2L, 3L, 4L);
  }
}
