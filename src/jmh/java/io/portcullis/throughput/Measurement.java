package io.portcullis.throughput;

import java.util.Locale;

/**
 * What one broker did.
 *
 * @param perSecond messages or connections
 * @param cpuMicros processor time of the broker's process for each of them
 * @param heldAtStart bytes of heap that are held after the start
 * @param heldPerConnection bytes that each idle connection adds to that; 0 if there are none
 * @param heldPerQueue bytes that each queue of the producers adds to that; 0 where nothing is sent
 */
record Measurement(
    double perSecond,
    double cpuMicros,
    double heldAtStart,
    double heldPerConnection,
    double heldPerQueue) {

  /** For who watches. */
  @Override
  public String toString() {
    return String.format(
        Locale.ROOT,
        "%.1f/s, %.2f µs; holds %.0f B, %.0f B a connection, %.0f B a queue",
        perSecond,
        cpuMicros,
        heldAtStart,
        heldPerConnection,
        heldPerQueue);
  }
}
