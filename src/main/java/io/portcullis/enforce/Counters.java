package io.portcullis.enforce;

import java.util.concurrent.atomic.LongAdder;

/**
 * Counts since the start. Every occurrence counts, whether or not the audit log has a line for it.
 */
public final class Counters {

  private final LongAdder refused = new LongAdder();
  private final LongAdder reported = new LongAdder();
  private final LongAdder waived = new LongAdder();
  private final LongAdder acceptedBodies = new LongAdder();

  void count(Disposition disposition) {
    switch (disposition) {
      case REFUSED -> refused.increment();
      case REPORTED -> reported.increment();
      case WAIVED -> waived.increment();
    }
  }

  /** Counts a message whose body met its policy. */
  public void countAcceptedBody() {
    acceptedBodies.increment();
  }

  /** Returns the number of refused violations. */
  public long refused() {
    return refused.sum();
  }

  /** Returns the number of violations that were only reported. */
  public long reported() {
    return reported.sum();
  }

  /** Returns the number of waived violations. */
  public long waived() {
    return waived.sum();
  }

  /** Returns the number of messages whose body was judged and accepted. */
  public long acceptedBodies() {
    return acceptedBodies.sum();
  }
}
