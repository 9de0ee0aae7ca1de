package io.portcullis.gate;

import io.portcullis.enforce.IndependentSteps;
import io.portcullis.enforce.RepeatedTask;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;

/** Checks every hour what changes with time. Each check has a thread of its own. */
final class HourlyWatch {

  /** A check of something that changes with time. */
  public interface Look {

    /** Marks the present findings as reported, since the broker was judged just before. */
    void begin();

    /** Reports new findings. */
    void look();
  }

  private final List<RepeatedTask> tasks;

  /** Runs these checks. */
  public HourlyWatch(List<Look> looks) {
    this.tasks = looks.stream().map(HourlyWatch::task).toList();
  }

  private static RepeatedTask task(Look look) {
    AtomicBoolean begun = new AtomicBoolean();
    return new RepeatedTask(
        "hourly watch",
        Duration.ofHours(1),
        () -> {
          if (begun.getAndSet(true)) {
            look.look();
          } else {
            // What could not begin is said by the look, perhaps once more.
            IndependentSteps.steps(look::begin, look::look);
          }
        });
  }

  /** Begins. */
  public void start() {
    tasks.forEach(RepeatedTask::soon);
    tasks.forEach(RepeatedTask::start);
  }

  /** Ends it. */
  public void stop() {
    tasks.forEach(RepeatedTask::stop);
  }
}
