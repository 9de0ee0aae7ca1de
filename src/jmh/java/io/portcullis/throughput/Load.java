package io.portcullis.throughput;

import io.portcullis.testing.WatchedBroker;
import jakarta.jms.JMSException;
import java.io.IOException;
import java.time.Duration;

/** A scenario's clients of one broker, and what the broker has done for them so far. */
final class Load implements AutoCloseable {

  private static final Duration TURN = Duration.ofSeconds(1);

  private final WatchedBroker broker;
  private final Traffic traffic;
  private long done;
  private long nanos;
  private long cpuNanos;

  /** Starts the clients, which wait for their first turn. */
  Load(WatchedBroker broker, Traffic traffic) throws Exception {
    this.broker = broker;
    this.traffic = traffic;
    traffic.start();
  }

  /** Works for one turn. */
  void work() throws IOException, InterruptedException {
    long cpuBefore = broker.cpuNanos();
    long doneBefore = traffic.done();
    long before = System.nanoTime();
    traffic.flow(TURN);
    nanos += System.nanoTime() - before;
    done += traffic.done() - doneBefore;
    cpuNanos += broker.cpuNanos() - cpuBefore;
  }

  /** Begins anew to count. */
  void forget() {
    done = 0;
    nanos = 0;
    cpuNanos = 0;
  }

  /** Messages or connections in a second since. */
  double perSecond() {
    return done / (nanos / 1e9);
  }

  /** Processor time of the broker for each of them. */
  double cpuMicros() {
    return cpuNanos / 1e3 / done;
  }

  @Override
  public void close() throws JMSException {
    traffic.close();
  }
}
