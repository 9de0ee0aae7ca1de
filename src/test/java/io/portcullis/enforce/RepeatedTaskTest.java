package io.portcullis.enforce;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.portcullis.testing.LoggedErrors;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

@Timeout(60)
class RepeatedTaskTest {

  private static final Duration SHORT = Duration.ofMillis(1);

  private final AtomicInteger turns = new AtomicInteger();
  private RepeatedTask task;

  @AfterEach
  void stop() {
    task.stop();
  }

  static Stream<Supplier<Throwable>> failures() {
    return Stream.of(
        () -> new IllegalStateException("unheard of"),
        () -> new Exception("checked"),
        () -> new InterruptedException("left behind"),
        () -> new NoClassDefFoundError("missing"),
        StackOverflowError::new,
        () -> new OutOfMemoryError("generated"),
        () -> new AssertionError("generated"),
        () -> new ExceptionInInitializerError("generated"),
        () -> new Throwable("generated"));
  }

  @ParameterizedTest
  @MethodSource("failures")
  void whateverIsThrownIsSaidOnceAndDoesNotEndIt(Supplier<Throwable> failure) {
    Throwable thrown = failure.get();
    try (LoggedErrors log = LoggedErrors.of(RepeatedTask.class.getName())) {
      task =
          new RepeatedTask(
              "weather",
              SHORT,
              () -> {
                if (turns.incrementAndGet() < 20) {
                  RepeatedTaskTest.<RuntimeException>sneak(thrown);
                }
              });
      task.start();

      await().until(() -> turns.get() > 25);

      assertThat(log.lines())
          .containsExactly(
              "The task \"weather\" failed, and will be tried again",
              "The task \"weather\" succeeds again");
      assertThat(log.errors()).containsExactly(thrown);
    }
  }

  @SuppressWarnings("unchecked")
  private static <T extends Throwable> void sneak(Throwable thrown) throws T {
    throw (T) thrown;
  }

  @Test
  void oneThatIsStuckHoldsUpNoOther() throws Exception {
    CountDownLatch stuck = new CountDownLatch(1);
    RepeatedTask other = new RepeatedTask("stuck", SHORT, stuck::await);
    other.start();
    task = new RepeatedTask("weather", SHORT, turns::incrementAndGet);
    task.start();
    try {
      await().until(() -> turns.get() > 5);
    } finally {
      other.stop();
    }
  }

  @Test
  void whoeverAsksWaitsForATurnThatBeginsAfterThat() throws Exception {
    task = new RepeatedTask("weather", Duration.ofHours(1), turns::incrementAndGet);
    assertThat(task.now(Duration.ofSeconds(30))).isInstanceOf(RepeatedTask.Outcome.Stopped.class);
    task.start();

    assertThat(task.now(Duration.ofSeconds(30))).isInstanceOf(RepeatedTask.Outcome.Done.class);
    assertThat(turns.get()).isPositive();
  }

  @Test
  void nobodyWaitsForEver() throws Exception {
    CountDownLatch stuck = new CountDownLatch(1);
    task = new RepeatedTask("weather", Duration.ofHours(1), stuck::await);
    task.start();

    assertThat(task.now(Duration.ofMillis(50))).isInstanceOf(RepeatedTask.Outcome.Late.class);
    stuck.countDown();
    assertThat(task.now(Duration.ofSeconds(30))).isInstanceOf(RepeatedTask.Outcome.Done.class);
  }

  @Test
  void whatFailedIsToldToWhoeverWaits() throws Exception {
    IllegalStateException failure = new IllegalStateException("unheard of");
    task =
        new RepeatedTask(
            "weather",
            Duration.ofHours(1),
            () -> {
              throw failure;
            });
    task.start();

    assertThat(task.now(Duration.ofSeconds(30)))
        .isEqualTo(new RepeatedTask.Outcome.Failed(failure));
  }

  @Test
  void stoppingItEndsItsThread() {
    task = new RepeatedTask("ends here", SHORT, turns::incrementAndGet);
    task.start();
    await().until(() -> turns.get() > 1);

    task.stop();

    await()
        .until(
            () ->
                Thread.getAllStackTraces().keySet().stream()
                    .noneMatch(thread -> thread.getName().equals("Portcullis ends here")));
  }
}
