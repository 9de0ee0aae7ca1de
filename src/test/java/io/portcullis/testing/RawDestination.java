package io.portcullis.testing;

import org.apache.activemq.command.ActiveMQDestination;
import org.apache.activemq.command.ActiveMQQueue;
import org.apache.activemq.command.ActiveMQTempQueue;
import org.apache.activemq.command.ActiveMQTempTopic;
import org.apache.activemq.command.ActiveMQTopic;

/** Destinations with names as no client library makes them, and as a peer may write them. */
public final class RawDestination {

  /** The kinds, in ActiveMQ's words. */
  public enum Kind {
    QUEUE,
    TOPIC,
    TEMPORARY_QUEUE,
    TEMPORARY_TOPIC
  }

  private RawDestination() {}

  /** As a broker reads it from the wire: of this kind, whatever prefix the name begins with. */
  public static ActiveMQDestination read(Kind kind, String name) {
    ActiveMQDestination destination =
        switch (kind) {
          case QUEUE -> new ActiveMQQueue();
          case TOPIC -> new ActiveMQTopic();
          case TEMPORARY_QUEUE -> new ActiveMQTempQueue();
          case TEMPORARY_TOPIC -> new ActiveMQTempTopic();
        };
    destination.setPhysicalName(name);
    return destination;
  }

  /**
   * As a client writes it to the wire, with all that stands in the name: ActiveMQ's own client
   * would leave the options out.
   */
  public static ActiveMQDestination written(Kind kind, String name) {
    return switch (kind) {
      case QUEUE ->
          new ActiveMQQueue("x") {
            private static final long serialVersionUID = 1L;

            @Override
            public String getPhysicalName() {
              return name;
            }
          };
      case TOPIC ->
          new ActiveMQTopic("x") {
            private static final long serialVersionUID = 1L;

            @Override
            public String getPhysicalName() {
              return name;
            }
          };
      case TEMPORARY_QUEUE ->
          new ActiveMQTempQueue("x") {
            private static final long serialVersionUID = 1L;

            @Override
            public String getPhysicalName() {
              return name;
            }
          };
      case TEMPORARY_TOPIC ->
          new ActiveMQTempTopic("x") {
            private static final long serialVersionUID = 1L;

            @Override
            public String getPhysicalName() {
              return name;
            }
          };
    };
  }
}
