package io.portcullis.enforce;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.portcullis.testing.LoggedErrors;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class TaskPoolTest {

  private final TaskPool pool = new TaskPool("pooled", 2);
  private final AtomicInteger tries = new AtomicInteger();
  private final CountDownLatch stuck = new CountDownLatch(1);

  @AfterEach
  void stop() {
    pool.stop();
    stuck.countDown();
  }

  @Test
  void whatFailsIsTriedAgainUntilItSucceeds() {
    try (LoggedErrors log = LoggedErrors.of(TaskPool.class.getName())) {
      Future<?> done =
          pool.run(
              () -> {
                if (tries.incrementAndGet() < 3) {
                  throw new NoClassDefFoundError("missing");
                }
              });

      await().atMost(Duration.ofSeconds(20)).until(done::isDone);
      assertThat(tries).hasValue(3);
      assertThat(log.lines())
          .containsExactly("The task \"pooled\" failed, and will be tried again");
    }
  }

  @Test
  void whatIsCancelledIsNotTried() throws Exception {
    Future<?> later = pool.runAfter(Duration.ofMillis(200), tries::incrementAndGet);
    later.cancel(false);
    Future<?> after = pool.runAfter(Duration.ofMillis(400), () -> {});

    await().until(after::isDone);
    assertThat(tries).hasValue(0);
    Future<?> muchLater = pool.runAfter(Duration.ofHours(1), tries::incrementAndGet);
    muchLater.cancel(false);
    await()
        .until(
            () ->
                Thread.getAllStackTraces().keySet().stream()
                    .noneMatch(thread -> thread.getName().equals("Portcullis waits")));
  }

  @Test
  void whatIsCancelledIsNotTriedAgain() {
    Future<?> failing =
        pool.run(
            () -> {
              tries.incrementAndGet();
              throw new IllegalStateException("unheard of");
            });
    await().until(() -> tries.get() == 1);
    failing.cancel(false);
    Future<?> after = pool.runAfter(Duration.ofMillis(1_500), () -> {});

    await().until(after::isDone);
    assertThat(tries).hasValue(1);
  }

  @Test
  void oneThatIsFullOfWhatIsStuckHoldsUpNoOther() {
    for (int i = 0; i < 4; i++) {
      Future<?> unused = pool.run(stuck::await);
    }
    TaskPool other = new TaskPool("other", 1);
    try {
      Future<?> done = other.runAfter(Duration.ofMillis(1), tries::incrementAndGet);

      await().until(done::isDone);
    } finally {
      other.stop();
    }
  }

  @Test
  void afterItsEndNothingIsDoneAndNobodyIsToldOff() {
    pool.stop();

    assertThat(pool.run(tries::incrementAndGet).isDone()).isTrue();
    await().until(() -> pool.runAfter(Duration.ofMillis(1), tries::incrementAndGet), f -> true);
    assertThat(tries).hasValue(0);
  }

  @Test
  void itsThreadsAreDaemonsAndEndWhenThereIsNothingToDo() {
    AtomicInteger daemons = new AtomicInteger();
    Future<?> done =
        pool.run(
            () -> {
              if (Thread.currentThread().isDaemon()) {
                daemons.incrementAndGet();
              }
            });
    await().until(done::isDone);
    assertThat(daemons).hasValue(1);

    await()
        .until(
            () ->
                Thread.getAllStackTraces().keySet().stream()
                    .noneMatch(thread -> thread.getName().equals("Portcullis pooled")));
  }
}
