package io.portcullis.broker.platform;

import io.portcullis.policy.DestinationKind;
import io.portcullis.policy.DestinationName;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.activemq.command.ActiveMQDestination;

/** Converts ActiveMQ's destinations into the names that the rules use. */
public final class DestinationNames {

  /**
   * The longest name that is cached. Longer names are looked up every time, so that nobody fills
   * the memory with them.
   */
  private static final int LONGEST_CACHEABLE = 256;

  private DestinationNames() {}

  /** Returns the name that the rules use, from the parts that ActiveMQ parsed. */
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
   * Reads a destination that an operator names, such as {@code queue://ORDERS}.
   *
   * @throws IllegalArgumentException if the text does not start with a kind, or ends after it
   */
  public static ActiveMQDestination read(String text) {
    String name = text.strip();
    if (Arrays.stream(DestinationKind.values())
        .map(DestinationKind::prefix)
        .noneMatch(prefix -> name.startsWith(prefix) && !name.equals(prefix))) {
      throw new IllegalArgumentException(
          "destination \"%s\" does not say what it is; write queue://%s or topic://%s"
              .formatted(text, name, name));
    }
    return ActiveMQDestination.createDestination(name, ActiveMQDestination.QUEUE_TYPE);
  }

  /**
   * Tells whether a destination may be the key of a cache. The key is the object itself, because
   * ActiveMQ parses some names differently when it reads them again. A destination with options
   * would keep them, and a client chooses their length. So it is not cached.
   */
  public static boolean isCacheable(ActiveMQDestination destination) {
    return destination.getOptions() == null
        && destination.getPhysicalName().length() <= LONGEST_CACHEABLE;
  }
}
