package io.portcullis.login;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

class RateLimiterTest {

  private final AtomicReference<Instant> now = new AtomicReference<>(Instant.EPOCH);
  private final Clock clock = ((InstantSource) now::get).withZone(ZoneOffset.UTC);
  private final RateLimiter<String> allowance = new RateLimiter<>(clock, 3, Duration.ofSeconds(2));

  private void use(int times) {
    for (int i = 0; i < times; i++) {
      allowance.use("a");
    }
  }

  @Test
  void soManyAtOnceAndNoMore() {
    use(2);
    assertThat(allowance.left("a")).isEmpty();
    use(1);

    assertThat(allowance.left("a")).hasValue(Duration.ofSeconds(2));
    assertThat(allowance.left("b")).isEmpty();
  }

  @Test
  void aClockThatIsSetBackTakesNothingAndGivesNothing() {
    now.set(Instant.EPOCH.plus(Duration.ofDays(365)));
    use(3);
    allowance.use("b");
    now.set(Instant.EPOCH);

    assertThat(allowance.left("a")).hasValue(Duration.ofSeconds(2));
    assertThat(allowance.left("b")).isEmpty();
    now.set(Instant.EPOCH.plusSeconds(2));
    assertThat(allowance.left("a")).isEmpty();
  }

  @Test
  void eachWhileGivesOneBack() {
    use(3);
    now.set(now.get().plusMillis(1_999));
    assertThat(allowance.left("a")).hasValue(Duration.ofMillis(1));
    now.set(now.get().plusMillis(1));
    assertThat(allowance.left("a")).isEmpty();
    use(1);

    assertThat(allowance.left("a")).hasValue(Duration.ofSeconds(2));
  }

  @Test
  void aLongTimeGivesBackAllAndNoMoreThanAll() {
    use(3);
    now.set(now.get().plus(Duration.ofDays(1)));
    use(3);

    assertThat(allowance.left("a")).hasValue(Duration.ofSeconds(2));
  }

  @Test
  void debtsAreBounded() {
    use(1_000);

    assertThat(allowance.left("a")).hasValue(Duration.ofSeconds(8));
  }

  @Test
  void itRemembersSoManyAndNoMore() {
    use(3);
    for (int i = 0; i < 10_000; i++) {
      allowance.use("other " + i);
    }

    assertThat(allowance.left("a")).isEmpty();
  }
}
