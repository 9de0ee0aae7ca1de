package io.portcullis.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** Whoever waits for many hashes sees how far they are, and no script does. */
class HashProgressTest {

  private final StringWriter error = new StringWriter();
  private final AtomicLong time = new AtomicLong(-5);

  private HashProgress progress(boolean terminal) {
    return new HashProgress(new PrintWriter(error), () -> terminal, time::get);
  }

  @Test
  void aTerminalHearsOnceInAFewSeconds() {
    HashProgress progress = progress(true);
    for (int made = 1; made <= 8; made++) {
      time.addAndGet(HashProgress.PAUSE.toNanos() / 3 + 1);
      progress.hashed(made, 9);
    }
    assertThat(error.toString().lines())
        .containsExactly("3 of 9 passwords are hashed", "6 of 9 passwords are hashed");
  }

  @Test
  void aPipeHearsNothing() {
    HashProgress progress = progress(false);
    time.addAndGet(HashProgress.PAUSE.toNanos() * 2);
    progress.hashed(1, 9);
    assertThat(error.toString()).isEmpty();
  }
}
