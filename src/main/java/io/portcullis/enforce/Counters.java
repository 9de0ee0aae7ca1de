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

  /** Counts a message whose body met its demand. */
  public void countAcceptedBody() {
    acceptedBodies.increment();
  }

  /** Violations that were refused. */
  public long refused() {
    return refused.sum();
  }

  /** Violations that were only reported. */
  public long reported() {
    return reported.sum();
  }

  /** Violations that were waived. */
  public long waived() {
    return waived.sum();
  }

  /** Messages whose body was judged and accepted. */
  public long acceptedBodies() {
    return acceptedBodies.sum();
  }
}
