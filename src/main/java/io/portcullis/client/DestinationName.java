package io.portcullis.client;

import jakarta.jms.Destination;
import jakarta.jms.InvalidDestinationException;
import jakarta.jms.JMSException;
import jakarta.jms.Queue;
import jakarta.jms.TemporaryQueue;
import jakarta.jms.TemporaryTopic;
import jakarta.jms.Topic;
import java.util.List;

/**
 * A destination as any JMS client names it.
 *
 * @param kind one of {@link #KINDS}
 * @param name as the broker has it, without a prefix
 */
record DestinationName(String kind, String name) {

  private static final String MARK = "://";

  private static final List<String> KINDS = List.of("queue", "topic", "temp-queue", "temp-topic");

  /**
   * The destination of any JMS client.
   *
   * @throws InvalidDestinationException if it is neither a queue nor a topic, or its name has a
   *     prefix or options
   */
  static DestinationName of(Destination destination) throws JMSException {
    if (destination instanceof Queue && destination instanceof Topic) {
      throw new InvalidDestinationException("the destination is a queue and a topic at once");
    }
    if (destination instanceof Queue queue) {
      String kind = destination instanceof TemporaryQueue ? "temp-queue" : "queue";
      return named(kind, queue.getQueueName());
    }
    if (destination instanceof Topic topic) {
      String kind = destination instanceof TemporaryTopic ? "temp-topic" : "topic";
      return named(kind, topic.getTopicName());
    }
    throw new InvalidDestinationException("the destination is neither a queue nor a topic");
  }

  /** AMQP clients name temporary destinations by their whole address. */
  private static DestinationName named(String kind, String given) throws JMSException {
    boolean isAddress = kind.startsWith("temp-") && given.startsWith(kind + MARK);
    String name = isAddress ? given.substring(kind.length() + MARK.length()) : given;
    if (name.isBlank() || !name.equals(name.strip()) || name.indexOf('?') >= 0 || hasPrefix(name)) {
      throw new InvalidDestinationException(
          "the %s is named \"%s\"; give its name without prefix, options and spaces around it"
              .formatted(kind, given));
    }
    return new DestinationName(kind, name);
  }

  private static boolean hasPrefix(String name) {
    return KINDS.stream().anyMatch(kind -> name.startsWith(kind + MARK));
  }

  /** The kind of a qualified name, or an empty text. */
  static String kindOf(String qualifiedName) {
    return KINDS.stream()
        .filter(kind -> qualifiedName.startsWith(kind + MARK))
        .findFirst()
        .orElse("");
  }

  /** The name behind the kind of a qualified name that has one. */
  static String nameOf(String qualifiedName) {
    return qualifiedName.substring(kindOf(qualifiedName).length() + MARK.length());
  }

  /** Such as {@code queue://ORDERS}. */
  String qualified() {
    return kind + MARK + name;
  }
}
