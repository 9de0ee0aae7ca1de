package io.portcullis.login;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class TurnsTest {

  private static final Duration SHORT = Duration.ofMillis(5);

  private final Turns<String> turns = new Turns<>(2);

  @Test
  void soManyOfAKindAndNoMore() throws Exception {
    assertThat(turns.take("a", SHORT)).isTrue();
    assertThat(turns.take("a", SHORT)).isTrue();
    assertThat(turns.take("a", SHORT)).isFalse();
    assertThat(turns.take("b", SHORT)).isTrue();
    turns.give("a");

    assertThat(turns.take("a", SHORT)).isTrue();
  }

  @Test
  void whoeverIsDoneLeavesNothingBehind() throws Exception {
    turns.take("a", SHORT);
    turns.take("a", SHORT);
    turns.take("a", SHORT);
    turns.give("a");
    assertThat(turns.kinds()).isEqualTo(1);
    turns.give("a");

    assertThat(turns.kinds()).isZero();
  }
}
