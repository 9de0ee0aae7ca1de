package io.portcullis;

import java.time.Clock;

/** Lets tests of other packages set the clock of a gate. */
public final class SetGateClock {

  private SetGateClock() {}

  /** Has {@code gate} read the time from {@code clock}. */
  public static void of(Portcullis gate, Clock clock) {
    gate.readTimeFrom(clock);
  }
}
