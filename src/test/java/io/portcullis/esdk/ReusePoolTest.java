package io.portcullis.esdk;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ReusePoolTest {

  private static final int THREADS = 16;

  private final AtomicInteger made = new AtomicInteger();

  @Test
  void oneThreadReusesOneObject() {
    ReusePool<Object> pool = pool(2);

    Object first = pool.take();
    pool.giveBack(first);

    assertThat(pool.take()).isSameAs(first);
    assertThat(made).hasValue(1);
  }

  @Test
  void whatIsTakenIsNobodyElses() {
    ReusePool<Object> pool = pool(2);

    assertThat(pool.take()).isNotSameAs(pool.take());
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4, 5, 64})
  void keepsNoMoreThanItMay(int most) {
    ReusePool<Object> pool = pool(most);
    List<Object> taken = new ArrayList<>();
    for (int i = 0; i < 1_000; i++) {
      taken.add(pool.take());
    }

    taken.forEach(pool::giveBack);

    Set<Object> kept = Collections.newSetFromMap(new IdentityHashMap<>());
    for (int i = 0; i < 1_000; i++) {
      Object again = pool.take();
      if (taken.contains(again)) {
        kept.add(again);
      }
    }
    assertThat(kept).hasSizeBetween(1, most);
  }

  /** Each object carries its user, so that a second user would be seen. */
  @Test
  void noTwoThreadsHaveOneObjectAtOnce() throws Exception {
    ReusePool<AtomicReference<Thread>> pool = new ReusePool<>(AtomicReference::new, 4);
    ExecutorService threads = Executors.newFixedThreadPool(THREADS);
    try {
      Callable<Integer> work =
          () -> {
            int shared = 0;
            for (int i = 0; i < 50_000; i++) {
              AtomicReference<Thread> mine = pool.take();
              if (!mine.compareAndSet(null, Thread.currentThread())) {
                shared++;
              }
              Thread.onSpinWait();
              if (!mine.compareAndSet(Thread.currentThread(), null)) {
                shared++;
              }
              pool.giveBack(mine);
            }
            return shared;
          };
      for (Future<Integer> shared : threads.invokeAll(Collections.nCopies(THREADS, work))) {
        assertThat(shared.get(1, TimeUnit.MINUTES)).isZero();
      }
    } finally {
      threads.shutdownNow();
    }
  }

  private ReusePool<Object> pool(int most) {
    return new ReusePool<>(
        () -> {
          made.incrementAndGet();
          return new Object();
        },
        most);
  }
}
