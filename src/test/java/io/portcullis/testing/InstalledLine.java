package io.portcullis.testing;

import io.portcullis.testing.ProtocolClient.Way;
import java.util.EnumSet;
import java.util.Set;

/** A line of ActiveMQ, by the version of it that is installed, and what of it is published. */
public enum InstalledLine {
  /** The real distribution. */
  CLASSIC_5_18("5.18.3", true),

  /** The distribution of 5.18.3 with those modules of 5.19.0 that are published: no STOMP. */
  CLASSIC_5_19("5.19.0", true),

  /** Made of the modules, with their own libraries and their own web console. */
  CLASSIC_6_1("6.1.8", true),

  /** Made of the modules, with their own libraries: no WebSocket, no web console. */
  CLASSIC_6_3("6.3.1", false);

  private final String version;
  private final boolean hasConsole;

  InstalledLine(String version, boolean hasConsole) {
    this.version = version;
    this.hasConsole = hasConsole;
  }

  /** The version that is installed. */
  public String version() {
    return version;
  }

  /** The protocols that it speaks. */
  public Set<Way> ways() {
    return switch (this) {
      case CLASSIC_5_18, CLASSIC_6_1 -> EnumSet.allOf(Way.class);
      case CLASSIC_5_19 -> EnumSet.of(Way.OPENWIRE, Way.AMQP, Way.MQTT, Way.MQTT_OVER_WEBSOCKET);
      case CLASSIC_6_3 -> EnumSet.of(Way.OPENWIRE, Way.AMQP, Way.MQTT, Way.STOMP);
    };
  }

  /** Whether its web console is there. */
  public boolean hasConsole() {
    return hasConsole;
  }

  /**
   * Whether its console knows the broker's logins, as from 6.0 on, instead of a file of its own.
   */
  boolean consoleLogsInAsTheBroker() {
    return this == CLASSIC_6_1;
  }

  @Override
  public String toString() {
    return version;
  }
}
