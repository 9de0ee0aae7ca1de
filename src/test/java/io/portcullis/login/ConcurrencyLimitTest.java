package io.portcullis.login;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ConcurrencyLimitTest {

  private final ConcurrencyLimit<String> limit = new ConcurrencyLimit<>(3, 2);

  @Test
  void soManyOfAKindAndNoMore() {
    assertThat(limit.take("a")).isTrue();
    assertThat(limit.take("a")).isTrue();
    assertThat(limit.take("a")).isFalse();
    assertThat(limit.take("b")).isTrue();
    limit.give("b");
    limit.give("a");

    assertThat(limit.take("a")).isTrue();
  }

  @Test
  void soManyInAllAndNoMore() {
    limit.take("a");
    limit.take("a");
    assertThat(limit.take("b")).isTrue();
    assertThat(limit.take("c")).isFalse();
    limit.give("a");

    assertThat(limit.take("c")).isTrue();
  }

  @Test
  void whoeverIsDoneOrTurnedAwayLeavesNothingBehind() {
    limit.take("a");
    limit.take("a");
    limit.take("a");
    limit.give("a");
    assertThat(limit.kinds()).isEqualTo(1);
    limit.give("a");

    assertThat(limit.kinds()).isZero();
  }
}
