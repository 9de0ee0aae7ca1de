package io.portcullis.benchmark;

import io.portcullis.testing.Rights;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.apache.activemq.command.ActiveMQDestination;
import org.apache.activemq.command.ActiveMQQueue;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/** A send through all filters, of one connection to its queues in turn. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class SendBenchmark {

  /** What stands before the broker. */
  @Param public Chain.Filters filters;

  /** How many queues the connection sends to. */
  @Param({"1", "100", "10000"})
  public int queues;

  private ActiveMQDestination[] names;
  private Chain chain;
  private int turn;

  /** Starts a broker and sends a message to every queue. */
  @Setup
  public void prepare() throws Exception {
    names =
        IntStream.range(0, queues)
            .mapToObj(i -> new ActiveMQQueue("ORDERS." + i))
            .toArray(ActiveMQDestination[]::new);
    chain =
        Chain.of(
            filters,
            Rights.ofOperators().users("queue://ORDERS.>", true, true).map(),
            "queue://ORDERS.0");
    for (ActiveMQDestination name : names) {
      chain.send(name);
    }
  }

  /** Stops the broker. */
  @TearDown
  public void stop() throws Exception {
    chain.stop();
  }

  /** A message to the queue whose turn it is. */
  @Benchmark
  public void send() throws Exception {
    turn = turn + 1 == queues ? 0 : turn + 1;
    chain.send(names[turn]);
  }
}
