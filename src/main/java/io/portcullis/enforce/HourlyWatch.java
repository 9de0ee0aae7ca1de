package io.portcullis.enforce;

import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;

/** Looks again at what time changes, every hour, one after the other in one thread. */
public final class HourlyWatch {

  /** Something that time changes. */
  public interface Look {

    /** Takes what there is now as said already: the broker was judged just before. */
    void begin();

    /** Looks, and says what is new. */
    void look();
  }

  private final List<Look> looks;
  private final ScheduledExecutorService looking =
      Executors.newSingleThreadScheduledExecutor(
          task -> {
            Thread thread = new Thread(task, "Portcullis hourly watch");
            thread.setDaemon(true);
            return thread;
          });

  /** Takes these looks. */
  public HourlyWatch(List<Look> looks) {
    this.looks = List.copyOf(looks);
  }

  /** Begins. */
  public void start() {
    for (Look look : looks) {
      look.begin();
      ScheduledFuture<?> unused =
          looking.scheduleWithFixedDelay(
              new Repeated("what time changes", look::look), 0, 1, TimeUnit.HOURS);
    }
  }

  /** Ends it. */
  public void stop() {
    looking.shutdownNow();
  }
}
