package io.portcullis.enforce;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.portcullis.testing.LoggedErrors;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class RepeatedTest {

  @Test
  void aLookThatFailsIsSaidAndDoesNotEndTheOthers() {
    AtomicInteger looks = new AtomicInteger();
    ScheduledExecutorService looking = Executors.newSingleThreadScheduledExecutor();
    try (LoggedErrors log = LoggedErrors.of(Repeated.class.getName())) {
      Runnable failing =
          () -> {
            looks.incrementAndGet();
            throw new IllegalStateException("unheard of");
          };
      ScheduledFuture<?> unused =
          looking.scheduleWithFixedDelay(
              new Repeated("the weather", failing), 0, 1, TimeUnit.MILLISECONDS);

      await().until(() -> looks.get() > 1);

      assertThat(log.lines())
          .first()
          .asString()
          .isEqualTo(
              "Looking at the weather failed, and will be tried again; report this as a defect");
      assertThat(log.errors()).first().isInstanceOf(IllegalStateException.class);
    } finally {
      looking.shutdownNow();
    }
  }
}
