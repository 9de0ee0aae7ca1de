package io.portcullis.login;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

class KeyedSemaphoreTest {

  private static final Duration SHORT = Duration.ofMillis(5);

  private final KeyedSemaphore<String> semaphore = new KeyedSemaphore<>(2);

  @Test
  void soManyOfAKindAndNoMore() throws Exception {
    assertThat(semaphore.take("a", SHORT)).isTrue();
    assertThat(semaphore.take("a", SHORT)).isTrue();
    assertThat(semaphore.take("a", SHORT)).isFalse();
    assertThat(semaphore.take("b", SHORT)).isTrue();
    semaphore.give("a");

    assertThat(semaphore.take("a", SHORT)).isTrue();
  }

  @Test
  void tooManyInLineAreTurnedAwayAtOnce() throws Exception {
    KeyedSemaphore<String> bounded = new KeyedSemaphore<>(1, 2);
    assertThat(bounded.take("a", SHORT)).isTrue();
    CompletableFuture<Boolean> second =
        CompletableFuture.supplyAsync(() -> take(bounded, "a", Duration.ofMinutes(1)));
    Awaitility.await().until(() -> bounded.present("a") == 2);

    // Would wait for a day otherwise.
    assertThat(bounded.take("a", Duration.ofDays(1))).isFalse();
    assertThat(bounded.take("b", SHORT)).isTrue();
    assertThat(bounded.present("a")).isEqualTo(2);
    bounded.give("a");
    assertThat(second.get()).isTrue();
  }

  private static boolean take(KeyedSemaphore<String> semaphore, String kind, Duration atMost) {
    try {
      return semaphore.take(kind, atMost);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void whoeverIsDoneLeavesNothingBehind() throws Exception {
    semaphore.take("a", SHORT);
    semaphore.take("a", SHORT);
    semaphore.take("a", SHORT);
    semaphore.give("a");
    assertThat(semaphore.kinds()).isEqualTo(1);
    semaphore.give("a");

    assertThat(semaphore.kinds()).isZero();
  }
}
