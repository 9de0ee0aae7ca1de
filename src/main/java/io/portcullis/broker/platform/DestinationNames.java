package io.portcullis.broker.platform;

import io.portcullis.policy.DestinationKind;
import io.portcullis.policy.DestinationName;
import java.util.ArrayList;
import java.util.List;
import org.apache.activemq.command.ActiveMQDestination;

/** Converts ActiveMQ's destinations into the names that the rules use. */
public final class DestinationNames {

  /** Longer names are looked up every time, so that nobody fills the memory with them. */
  private static final int LONGEST_CACHEABLE = 256;

  private DestinationNames() {}

  /** ActiveMQ's name as the rules know it, with the parts that ActiveMQ made of it. */
  public static DestinationName of(ActiveMQDestination destination) {
    DestinationKind kind;
    if (destination.isTemporary()) {
      kind =
          destination.isQueue() ? DestinationKind.TEMPORARY_QUEUE : DestinationKind.TEMPORARY_TOPIC;
    } else {
      kind = destination.isQueue() ? DestinationKind.QUEUE : DestinationKind.TOPIC;
    }
    if (!destination.isComposite()) {
      return new DestinationName(kind, destination.getPhysicalName());
    }
    List<DestinationName> parts = new ArrayList<>();
    for (ActiveMQDestination part : destination.getCompositeDestinations()) {
      parts.addAll(of(part).parts());
    }
    return new DestinationName(kind, destination.getPhysicalName(), parts);
  }

  /**
   * Whether a destination may be a key of a cache. Its object is the key, since ActiveMQ makes
   * another destination of some names when it reads them again. One that came with options would
   * keep them, which are a client's and as long as it likes; so it is looked up each time.
   */
  public static boolean isCacheable(ActiveMQDestination destination) {
    return destination.getOptions() == null
        && destination.getPhysicalName().length() <= LONGEST_CACHEABLE;
  }
}
