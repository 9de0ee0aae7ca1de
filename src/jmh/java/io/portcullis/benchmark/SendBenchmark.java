package io.portcullis.benchmark;

import io.portcullis.testing.Rights;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.apache.activemq.command.ActiveMQDestination;
import org.apache.activemq.command.ActiveMQQueue;
import org.apache.activemq.command.ActiveMQTopic;
import org.apache.activemq.security.AuthorizationMap;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/**
 * A whole send up to the door of the store. One connection sends its messages in turn to its
 * destinations in turn.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class SendBenchmark {

  /** Where the connection sends to. */
  public enum To {
    /** One queue. */
    QUEUE(1),
    /** A hundred queues. */
    QUEUES_100(100),
    /** Ten thousand queues. */
    QUEUES_10000(10_000),
    /** A virtual topic, which forwards to one queue. */
    VIRTUAL_TOPIC(1);

    private final int count;

    To(int count) {
      this.count = count;
    }

    private ActiveMQDestination name(int i) {
      return this == VIRTUAL_TOPIC
          ? new ActiveMQTopic("VirtualTopic.ORDERS")
          : new ActiveMQQueue("ORDERS." + i);
    }
  }

  /** What stands before the broker. */
  @Param public Chain.Filters filters;

  /** Where the connection sends to. */
  @Param public To to;

  /**
   * How many messages it sends in turn. A broker never gets one message twice: 64 bodies of 1 KiB
   * do not fit into the cache nearest to a core.
   */
  @Param({"1", "64"})
  public int bodies;

  private ActiveMQDestination[] names;
  private Chain chain;
  private int turn;

  /** Starts a broker and sends a message to every destination. */
  @Setup
  public void prepare() throws Exception {
    names = IntStream.range(0, to.count).mapToObj(to::name).toArray(ActiveMQDestination[]::new);
    AuthorizationMap map =
        Rights.ofOperators()
            .users("queue://ORDERS.>", true, true)
            .users("topic://VirtualTopic.>", true, true)
            .users("queue://Consumer.>", true, true)
            .map();
    String first = names[0].getQualifiedName();
    chain =
        to.count == 1
            ? Chain.registered(filters, map, first, bodies)
            : Chain.anonymous(filters, map, first, bodies);
    if (to == To.VIRTUAL_TOPIC) {
      chain.consume("queue://Consumer.A.VirtualTopic.ORDERS");
    }
    for (int i = 0; i < names.length; i++) {
      send();
    }
  }

  /** Stops the broker. */
  @TearDown
  public void stop() throws Exception {
    chain.stop();
  }

  /** The message whose turn it is, to the destination whose turn it is. */
  @Benchmark
  public void send() throws Exception {
    if (names.length == 1) {
      chain.send();
      return;
    }
    turn = turn + 1 == names.length ? 0 : turn + 1;
    chain.send(names[turn]);
  }
}
