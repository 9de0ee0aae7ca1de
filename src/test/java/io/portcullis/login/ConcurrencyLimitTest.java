package io.portcullis.login;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ConcurrencyLimitTest {

  private final ConcurrencyLimit<String> places = new ConcurrencyLimit<>(3, 2);

  @Test
  void soManyOfAKindAndNoMore() {
    assertThat(places.take("a")).isTrue();
    assertThat(places.take("a")).isTrue();
    assertThat(places.take("a")).isFalse();
    assertThat(places.take("b")).isTrue();
    places.give("b");
    places.give("a");

    assertThat(places.take("a")).isTrue();
  }

  @Test
  void soManyInAllAndNoMore() {
    places.take("a");
    places.take("a");
    assertThat(places.take("b")).isTrue();
    assertThat(places.take("c")).isFalse();
    places.give("a");

    assertThat(places.take("c")).isTrue();
  }

  @Test
  void whoeverIsDoneOrTurnedAwayLeavesNothingBehind() {
    places.take("a");
    places.take("a");
    places.take("a");
    places.give("a");
    assertThat(places.kinds()).isEqualTo(1);
    places.give("a");

    assertThat(places.kinds()).isZero();
  }
}
