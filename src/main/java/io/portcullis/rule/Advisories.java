package io.portcullis.rule;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * The advisory topics: their purpose, and who needs which. The rule judges every map by it, and the
 * default map is built from it.
 *
 * <p>Source: ActiveMQ's {@code AdvisorySupport}, {@code ActiveMQConnection} and {@code
 * NetworkBridgeConfiguration}.
 *
 * @param createdByClients whether this version of the broker creates advisory topics in the name of
 *     the client that causes them; then every client needs the right to create them
 */
public record Advisories(boolean createdByClients) {

  /** The prefix of every advisory topic's name. */
  public static final String PREFIX = "ActiveMQ.Advisory.";

  /**
   * The subscription of every OpenWire client, by which it learns of removed temporary
   * destinations. It is one composite destination, so a map is asked for both parts at once.
   */
  static final String OF_CLIENTS = PREFIX + "TempQueue," + PREFIX + "TempTopic";

  /** The same topics, one by one. */
  static final List<String> FOR_CLIENTS = List.of(PREFIX + "TempQueue", PREFIX + "TempTopic");

  /** The subscription of a bridge on the other broker, by which it learns of the demand there. */
  private static final List<String> FOR_BRIDGES =
      List.of(
          "Consumer.Queue.",
          "Consumer.Topic.",
          "VirtualDestination.Consumer.Queue.",
          "VirtualDestination.Consumer.Topic.");

  /**
   * Topics that reveal who is connected, what exists, and other users' messages, some with their
   * bodies.
   */
  private static final List<String> FOR_OPERATORS =
      List.of(
          "Connection",
          "Queue",
          "Topic",
          "MasterBroker",
          "NetworkBridge",
          "NetworkBridge.ForwardFailure",
          "Producer.Anonymous",
          "Producer.Queue.",
          "Producer.Topic.",
          "NoConsumer.Queue.",
          "NoConsumer.Topic.",
          "Expired.Queue.",
          "Expired.Topic.",
          "MessageDelivered.Queue.",
          "MessageDelivered.Topic.",
          "MessageDispatched.Queue.",
          "MessageDispatched.Topic.",
          "MessageConsumed.Queue.",
          "MessageConsumed.Topic.",
          "MessageDiscarded.Topic.",
          "MessageDLQd.Queue.",
          "MessageDLQd.Topic.",
          "SlowConsumer.Queue.",
          "SlowConsumer.Topic.",
          "FastProducer.Queue.",
          "FastProducer.Topic.",
          "FULL.Queue.",
          "FULL.Topic.");

  /** The readers of an advisory topic. */
  enum Readers {
    CLIENTS,
    BRIDGES,
    OPERATORS
  }

  /**
   * One advisory topic, or one kind of them.
   *
   * @param shown its name for people, without the prefix; {@code >} stands for any destination
   * @param name the name to ask for; for a kind, a name that only a pattern can match
   * @param readers its readers
   */
  record Topic(String shown, String name, Readers readers) {

    private static Topic of(String kind, Readers readers) {
      boolean many = kind.endsWith(".");
      return new Topic(
          many ? kind + ">" : kind,
          PREFIX + kind + (many ? AuthorizationFacts.NAME_OF_NOTHING : ""),
          readers);
    }
  }

  /** Returns every kind of advisory topic. */
  static List<Topic> topics() {
    List<Topic> topics = new ArrayList<>();
    for (String name : FOR_CLIENTS) {
      topics.add(Topic.of(name.substring(PREFIX.length()), Readers.CLIENTS));
    }
    FOR_BRIDGES.forEach(kind -> topics.add(Topic.of(kind, Readers.BRIDGES)));
    FOR_OPERATORS.forEach(kind -> topics.add(Topic.of(kind, Readers.OPERATORS)));
    return topics;
  }

  /** Returns what a client's subscription asks a map for: both topics at once, and then each. */
  static Stream<String> asClientsAsk() {
    return Stream.concat(Stream.of(OF_CLIENTS), FOR_CLIENTS.stream());
  }

  /** Tells whether every client needs a right on some advisory topic. */
  public boolean clientsNeed(Operation operation, String topic) {
    return switch (operation) {
      case READ -> FOR_CLIENTS.contains(topic);
      case WRITE -> false;
      case ADMIN -> createdByClients && topic.startsWith(PREFIX);
    };
  }

  /** Tells whether a topic's name is one of advisories that bridges read. */
  public static boolean isForBridges(String topic) {
    return FOR_BRIDGES.stream().anyMatch(kind -> topic.startsWith(PREFIX + kind))
        || topic.equals(PREFIX + "Consumer.>");
  }

  /** Tells whether a topic's name is an advisory's, or a pattern that could match one. */
  public static boolean isReachedBy(String topic) {
    String[] levels = topic.split("\\.", -1);
    return levels[0].equals(">")
        || (levels.length > 1
            && matches(levels[0], "ActiveMQ")
            && (levels[1].equals(">") || matches(levels[1], "Advisory")));
  }

  private static boolean matches(String pattern, String level) {
    return pattern.equals("*") || pattern.equals(level);
  }
}
