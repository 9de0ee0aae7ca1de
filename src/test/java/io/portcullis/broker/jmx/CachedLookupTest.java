package io.portcullis.broker.jmx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

class CachedLookupTest {

  private final AtomicReference<Instant> now = new AtomicReference<>(Instant.EPOCH);
  private final Clock clock = ((InstantSource) now::get).withZone(ZoneOffset.UTC);
  private final AtomicInteger looks = new AtomicInteger();

  @Test
  void itIsLookedAtOnceAMinute() {
    CachedLookup<Integer> table = remembered(looks::incrementAndGet, Duration.ofMinutes(1));
    assertThat(table.get()).isEqualTo(1);

    now.set(Instant.EPOCH.plusSeconds(60));
    assertThat(table.get()).as("remembered").isEqualTo(1);
    now.set(Instant.EPOCH.plusSeconds(61));
    assertThat(table.get()).as("looked at again").isEqualTo(2);
  }

  @Test
  void whenTheClockIsSetBackItIsLookedAtAgain() {
    CachedLookup<Integer> table = remembered(looks::incrementAndGet, Duration.ofMinutes(1));
    now.set(Instant.EPOCH.plus(Duration.ofDays(365)));
    table.get();
    now.set(Instant.EPOCH);

    assertThat(table.get()).isEqualTo(2);
    assertThat(table.get()).as("remembered").isEqualTo(2);
  }

  @Test
  void whatIsForgottenIsLookedAtAgain() {
    CachedLookup<Integer> table = remembered(looks::incrementAndGet, Duration.ofMinutes(1));
    table.get();

    table.forget();

    assertThat(table.get()).isEqualTo(2);
  }

  @Test
  void aFailureIsToldInClassesThatEveryClientHasAndRemembered() {
    CachedLookup<Integer> table =
        remembered(
            () -> {
              throw new IllegalArgumentException("no answer " + looks.incrementAndGet());
            },
            Duration.ofMinutes(1));

    for (int i = 0; i < 2; i++) {
      assertThatThrownBy(table::get)
          .isExactlyInstanceOf(IllegalStateException.class)
          .hasNoCause()
          .hasMessage("Table: no answer 1");
    }
  }

  /** Nor does another thread look, however often and long after it is asked for. */
  @Test
  void nobodyWaitsLongerThanHisPatience() {
    CountDownLatch answer = new CountDownLatch(1);
    CachedLookup<Integer> table =
        remembered(
            () -> {
              looks.incrementAndGet();
              awaitUninterruptibly(answer);
              return 4711;
            },
            Duration.ZERO);

    for (int i = 0; i < 3; i++) {
      assertThatThrownBy(table::get)
          .isExactlyInstanceOf(IllegalStateException.class)
          .hasMessage("Table: not found out within 0 seconds; ask again later");
      table.forget();
      now.set(now.get().plusSeconds(3600));
    }
    await().until(() -> looks.get() == 1);
    answer.countDown();
    await().ignoreExceptions().until(() -> table.get() == 4711);
  }

  private static void awaitUninterruptibly(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private CachedLookup<Integer> remembered(Supplier<Integer> look, Duration patience) {
    return new CachedLookup<>("Table", look, clock, patience);
  }
}
