package io.portcullis.gate;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class HourlyWatchTest {

  private final LinkedBlockingQueue<String> done = new LinkedBlockingQueue<>();

  private record Said(LinkedBlockingQueue<String> done, String name) implements HourlyWatch.Look {
    @Override
    public void begin() {
      done.add(name + " begins");
    }

    @Override
    public void look() {
      done.add(name + " looks on daemon " + Thread.currentThread().isDaemon());
    }
  }

  @Test
  @Timeout(60)
  void eachLookBeginsAndThenLooksInAThreadThatHoldsNothingUp() throws Exception {
    HourlyWatch watch = new HourlyWatch(List.of(new Said(done, "one"), new Said(done, "two")));

    watch.start();
    try {
      List<String> first = List.of(done.take(), done.take(), done.take(), done.take());
      assertThat(first)
          .containsExactlyInAnyOrder(
              "one begins", "one looks on daemon true", "two begins", "two looks on daemon true")
          .containsSubsequence("one begins", "one looks on daemon true")
          .containsSubsequence("two begins", "two looks on daemon true");
    } finally {
      watch.stop();
    }
  }

  @Test
  @Timeout(60)
  void stoppingItInterruptsTheLookThatIsTaken() throws Exception {
    CountDownLatch taken = new CountDownLatch(1);
    CountDownLatch interrupted = new CountDownLatch(1);
    HourlyWatch watch =
        new HourlyWatch(
            List.of(
                new HourlyWatch.Look() {
                  @Override
                  public void begin() {}

                  @Override
                  public void look() {
                    taken.countDown();
                    try {
                      new CountDownLatch(1).await();
                    } catch (InterruptedException e) {
                      interrupted.countDown();
                    }
                  }
                }));

    watch.start();
    taken.await();
    watch.stop();

    assertThat(interrupted.await(50, TimeUnit.SECONDS)).isTrue();
  }
}
