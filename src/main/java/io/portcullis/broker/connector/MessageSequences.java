package io.portcullis.broker.connector;

import io.portcullis.enforce.LruMap;
import java.util.Map;
import org.apache.activemq.command.MessageId;
import org.apache.activemq.command.ProducerId;

/**
 * Checks that one connection numbers its messages one after the other, as every client does.
 * ActiveMQ keeps a bit for each number of a producer. It walks step by step to a number far ahead,
 * while it holds the lock of the store.
 *
 * <p>It keeps only the latest producers. Not thread-safe: one thread reads a connection.
 */
final class MessageSequences {

  /**
   * The highest first number. It may be high, because a producer continues its numbers after a
   * failover.
   */
  static final long MOST_FIRST = 1L << 32;

  static final long MOST_AHEAD = 100_000_000;

  private static final int PRODUCERS = 64;

  /** The last number of one producer. */
  private static final class Last {
    private long number;
  }

  private ProducerId latestOrNull;
  private Last ofLatestOrNull;

  /** The producers before the latest one. Most connections have one producer. */
  private Map<ProducerId, Last> others = Map.of();

  /** Tells whether a message's number follows the last one, and records it then. */
  boolean follows(MessageId id) {
    long number = id.getProducerSequenceId();
    ProducerId producer = id.getProducerId();
    if (producer == null || number < 0) {
      return false;
    }
    if (!producer.equals(latestOrNull)) {
      Last last = others.get(producer);
      if (last == null) {
        if (number > MOST_FIRST) {
          return false;
        }
        last = new Last();
        last.number = number;
      }
      keepLatest();
      latestOrNull = producer;
      ofLatestOrNull = last;
    }
    if (number - ofLatestOrNull.number > MOST_AHEAD) {
      return false;
    }
    ofLatestOrNull.number = Math.max(number, ofLatestOrNull.number);
    return true;
  }

  private void keepLatest() {
    if (latestOrNull == null) {
      return;
    }
    if (others.isEmpty()) {
      others = new LruMap<>(PRODUCERS);
    }
    others.put(latestOrNull, ofLatestOrNull);
  }
}
