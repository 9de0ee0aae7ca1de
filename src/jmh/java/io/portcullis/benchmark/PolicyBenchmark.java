package io.portcullis.benchmark;

import io.portcullis.broker.send.BodyRequirementCache;
import io.portcullis.policy.BodyEntry;
import io.portcullis.policy.ConfigurationException;
import io.portcullis.rule.DestinationFacts;
import java.util.List;
import java.util.Map;
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

/** Finding what a destination demands, among few body policies and many. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class PolicyBenchmark {

  /** How many body policies there are. */
  @Param({"1", "100", "10000"})
  public int policies;

  private final ActiveMQDestination queue = new ActiveMQQueue("ORDERS.0.NEW");
  private BodyRequirementCache demands;

  /** Makes a policy of many entries, a pattern each. */
  @Setup
  public void prepare() throws ConfigurationException {
    List<BodyEntry> entries =
        IntStream.range(0, policies)
            .mapToObj(i -> new BodyEntry(Map.of("queue", "ORDERS." + i + ".>")))
            .toList();
    demands = new Gate(entries).demands();
  }

  /** For the first message to a destination. */
  @Benchmark
  public DestinationFacts first() {
    demands.forget(queue);
    return demands.of(queue);
  }

  /** For every other message. */
  @Benchmark
  public DestinationFacts repeated() {
    return demands.of(queue);
  }
}
