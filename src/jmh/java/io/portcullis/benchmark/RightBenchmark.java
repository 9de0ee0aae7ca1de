package io.portcullis.benchmark;

import io.portcullis.testing.Rights;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
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

/** The first send of a connection to a queue, for which its right is asked. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class RightBenchmark {

  /** What stands before the broker. */
  @Param({"AUTHORIZATION", "GATE"})
  public Chain.Filters filters;

  /** What there is a lot of. */
  public enum Size {
    SMALL(1, 1),
    GROUPS_10000(10_000, 1),
    ENTRIES_10000(1, 10_000);

    private final int groups;
    private final int entries;

    Size(int groups, int entries) {
      this.groups = groups;
      this.entries = entries;
    }
  }

  /** How many groups the queue's entry has, and how many entries the map. */
  @Param public Size size;

  private final ActiveMQDestination queue = new ActiveMQQueue("ORDERS.NEW");
  private Chain chain;

  /** Starts a broker with a large map. */
  @Setup
  public void prepare() throws Exception {
    String groups =
        IntStream.range(1, size.groups)
            .mapToObj(i -> "group" + i)
            .collect(Collectors.joining(",", "users,", ""));
    Rights rights = Rights.ofOperators().add("queue://ORDERS.>", groups, groups, groups);
    IntStream.range(1, size.entries)
        .forEach(i -> rights.users("queue://OTHER." + i + ".>", true, true));
    chain = Chain.anonymous(filters, rights.map(), queue.getQualifiedName(), 1);
  }

  /** Stops the broker. */
  @TearDown
  public void stop() throws Exception {
    chain.stop();
  }

  /** A message to a queue that the connection has not sent to before. */
  @Benchmark
  public void first() throws Exception {
    chain.sendFirst(queue);
  }
}
