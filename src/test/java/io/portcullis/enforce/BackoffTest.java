package io.portcullis.enforce;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

class BackoffTest {

  private final AtomicReference<Instant> now = new AtomicReference<>(Instant.EPOCH);
  private final Clock clock = ((InstantSource) now::get).withZone(ZoneOffset.UTC);
  private final Backoff<String> backoff = new Backoff<>(clock);

  @Test
  void whoNeverFailedDoesNotWait() {
    assertThat(backoff.left("a")).isEmpty();
  }

  @Test
  void eachFailureDoublesTheWaitUpToTheCap() {
    List<Long> waits = new ArrayList<>();
    for (int i = 0; i < 9; i++) {
      backoff.fail("a");
      waits.add(backoff.left("a").orElseThrow().toMillis());
    }

    assertThat(waits)
        .containsExactly(250L, 500L, 1000L, 2000L, 4000L, 8000L, 16_000L, 30_000L, 30_000L);
  }

  @Test
  void theWaitEndsOnTime() {
    backoff.fail("a");
    now.set(now.get().plusMillis(249));
    assertThat(backoff.left("a")).hasValue(Duration.ofMillis(1));
    now.set(now.get().plusMillis(1));

    assertThat(backoff.left("a")).isEmpty();
  }

  @Test
  void tenMinutesWithoutFailureAreForgiven() {
    backoff.fail("a");
    backoff.fail("a");
    now.set(now.get().plusMillis(500).plus(Duration.ofMinutes(10)));
    backoff.fail("a");
    assertThat(backoff.left("a")).hasValue(Duration.ofSeconds(1));
    now.set(now.get().plusSeconds(1).plus(Duration.ofMinutes(10)).plusMillis(1));
    backoff.fail("a");

    assertThat(backoff.left("a")).hasValue(Duration.ofMillis(250));
  }

  @Test
  void theCapMayBeAnother() {
    Backoff<String> longer = new Backoff<>(clock, Duration.ofMinutes(1), key -> key);
    for (int i = 0; i < 20; i++) {
      longer.fail("a");
    }

    assertThat(longer.left("a")).hasValue(Duration.ofMinutes(1));
  }

  @Test
  void whoeverIsForgivenStartsAnew() {
    backoff.fail("a");
    backoff.fail("a");
    backoff.forgive("a");
    assertThat(backoff.left("a")).isEmpty();
    assertThat(backoff.all()).isEmpty();
    backoff.fail("a");

    assertThat(backoff.left("a")).hasValue(Duration.ofMillis(250));
  }

  @Test
  void tellsWhoFailedUntilThatIsForgiven() {
    backoff.fail("a");
    backoff.fail("a");
    Backoff.Waiting<String> waiting =
        new Backoff.Waiting<>("a", 2, Instant.EPOCH, Instant.EPOCH.plusMillis(500));
    now.set(Instant.EPOCH.plusMillis(500).plus(Duration.ofMinutes(10)));
    assertThat(backoff.all()).containsExactly(waiting);
    now.set(now.get().plusMillis(1));

    assertThat(backoff.all()).isEmpty();
  }

  @Test
  void aClockThatIsSetBackMakesNobodyWaitLonger() {
    now.set(Instant.EPOCH.plus(Duration.ofDays(365)));
    backoff.fail("a");
    backoff.fail("a");
    now.set(Instant.EPOCH);

    assertThat(backoff.left("a")).hasValue(Duration.ofMillis(500));
    now.set(Instant.EPOCH.plusMillis(500));
    assertThat(backoff.left("a")).isEmpty();
    now.set(Instant.EPOCH.plusMillis(501).plus(Duration.ofMinutes(10)));
    assertThat(backoff.all()).isEmpty();
  }

  @Test
  void aClockThatIsSetBackForgivesNobody() {
    now.set(Instant.EPOCH.plus(Duration.ofDays(365)));
    backoff.fail("a");
    now.set(Instant.EPOCH);
    backoff.fail("a");

    assertThat(backoff.left("a")).hasValue(Duration.ofMillis(500));
    assertThat(backoff.all())
        .containsExactly(
            new Backoff.Waiting<>("a", 2, Instant.EPOCH, Instant.EPOCH.plusMillis(500)));
  }

  @Test
  void othersDoNotWaitForIt() {
    backoff.fail("a");

    assertThat(backoff.left("b")).isEmpty();
  }

  @Test
  void itRemembersSoManyAndNoMore() {
    backoff.fail("first");
    for (int i = 0; i < 10_000; i++) {
      backoff.fail("client " + i);
    }

    assertThat(backoff.left("first")).isEmpty();
    assertThat(backoff.left("client 0")).isPresent();
  }
}
