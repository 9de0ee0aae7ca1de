package io.portcullis.login;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class HashWorkTest {

  private static final Duration SHORT = Duration.ofMillis(20);

  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final CountDownLatch release = new CountDownLatch(1);

  @AfterEach
  void end() {
    release.countDown();
    threads.shutdown();
  }

  @Test
  void asManyAtOnceAsThereAreProcessors() throws Exception {
    HashWork work = new HashWork(2, 100);
    CyclicBarrier both = new CyclicBarrier(3);
    Future<Boolean> first = hold(work, 1, both);
    Future<Boolean> second = hold(work, 1, both);
    both.await(10, TimeUnit.SECONDS);

    assertThatThrownBy(() -> work.run(1, SHORT, () -> true))
        .isInstanceOf(LoginsBusyException.class);
    release.countDown();
    assertThat(first.get()).isTrue();
    assertThat(second.get()).isTrue();
  }

  @Test
  void asManyAtOnceAsThereIsMemoryFor() throws Exception {
    HashWork work = new HashWork(3, 100);
    Future<Boolean> large = held(work, 60);

    assertThat(work.run(40, SHORT, () -> true)).isTrue();
    assertThatThrownBy(() -> work.run(41, SHORT, () -> true))
        .isInstanceOf(LoginsBusyException.class);
    release.countDown();
    assertThat(large.get()).isTrue();
  }

  @Test
  void whatNeedsMoreThanThereIsWorksAlone() throws Exception {
    HashWork work = new HashWork(2, 100);
    Future<Boolean> large = held(work, 101);
    assertThatThrownBy(() -> work.run(1, SHORT, () -> true))
        .isInstanceOf(LoginsBusyException.class);
    release.countDown();

    assertThat(large.get()).isTrue();
    assertThat(work.run(100, SHORT, () -> true)).isTrue();
  }

  @Test
  void whatFailsGivesBackWhatItTook() throws Exception {
    HashWork work = new HashWork(1, 100);
    assertThatThrownBy(
            () ->
                work.run(
                    100,
                    SHORT,
                    () -> {
                      throw new IllegalStateException("x");
                    }))
        .isInstanceOf(IllegalStateException.class);

    assertThat(work.run(100, SHORT, () -> true)).isTrue();
  }

  @Test
  void anInterruptedThreadStaysInterrupted() {
    Thread.currentThread().interrupt();

    assertThatThrownBy(() -> new HashWork(1, 100).run(1, SHORT, () -> true))
        .isInstanceOf(LoginsBusyException.class);
    assertThat(Thread.interrupted()).isTrue();
  }

  /** Work that has begun, and goes on until it is released. */
  private Future<Boolean> held(HashWork work, int kib) throws Exception {
    CyclicBarrier begun = new CyclicBarrier(2);
    Future<Boolean> held = hold(work, kib, begun);
    begun.await(10, TimeUnit.SECONDS);
    return held;
  }

  private Future<Boolean> hold(HashWork work, int kib, CyclicBarrier started) {
    return threads.submit(
        () ->
            work.run(
                kib,
                SHORT,
                () -> {
                  try {
                    started.await(10, TimeUnit.SECONDS);
                    return release.await(10, TimeUnit.SECONDS);
                  } catch (Exception e) {
                    throw new IllegalStateException(e);
                  }
                }));
  }
}
