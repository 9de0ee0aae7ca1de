package io.portcullis.testing;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** How long something takes as a rule: the median, so that a busy machine does not decide. */
public final class TypicalTime {

  /** Something that is done again and again. */
  public interface Work {

    /** Does it once. */
    void run() throws Exception;
  }

  private final List<Duration> taken = new ArrayList<>();

  /** Does something once more. */
  public void take(Work work) throws Exception {
    Instant before = Instant.now();
    work.run();
    taken.add(Duration.between(before, Instant.now()));
  }

  /** How often it was done. */
  public int count() {
    return taken.size();
  }

  /** The median. */
  public Duration median() {
    return taken.stream().sorted().toList().get(taken.size() / 2);
  }
}
