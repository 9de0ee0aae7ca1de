package io.portcullis.testing;

import io.portcullis.testing.ProtocolClient.Way;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * A release of ActiveMQ that is installed, oldest first, and what of it is published.
 *
 * <p>Tests of every installation take {@link #chosen()}: one release of each line, or what {@code
 * -Dportcullis.testing.installations} says: {@code all}, or versions with commas between them.
 */
public enum InstalledLine {
  /** The real distribution. */
  CLASSIC_5_18("5.18.3", true),

  /** The distribution of 5.18.3 with those modules of 5.19.0 that are published: no STOMP. */
  CLASSIC_5_19("5.19.0", true),

  /**
   * The one before, with broker and client of 5.19.7: all that is published of it. MQTT of 5.19.0
   * accepts nobody there, since its {@code FactoryFinder} is another.
   */
  CLASSIC_5_19_7("5.19.7", true),

  /** Made of the modules, with their own libraries and their own web console. */
  CLASSIC_6_1("6.1.8", true),

  /** {@code activemq-all}, with JAAS and the web console of 6.1.8. */
  CLASSIC_6_2("6.2.7", true),

  /** Made of the modules, with their own libraries: no WebSocket, no web console. */
  CLASSIC_6_3("6.3.1", false),

  /** The one before, with broker, client and older OpenWire of 6.3.2: all that is published. */
  CLASSIC_6_3_2("6.3.2", false);

  private static final String CHOICE = "portcullis.testing.installations";

  /** What only {@code all} asks for. */
  private static final Set<InstalledLine> FURTHER = EnumSet.of(CLASSIC_5_19_7, CLASSIC_6_3_2);

  private final String version;
  private final boolean hasConsole;

  InstalledLine(String version, boolean hasConsole) {
    this.version = version;
    this.hasConsole = hasConsole;
  }

  /** Those that are to be tried, oldest first. */
  public static List<InstalledLine> chosen() {
    String choice = System.getProperty(CHOICE, "");
    if (choice.isEmpty()) {
      return Arrays.stream(values()).filter(line -> !FURTHER.contains(line)).toList();
    }
    if (choice.equals("all")) {
      return List.of(values());
    }
    Set<String> versions = Set.of(choice.split(",", -1));
    List<InstalledLine> chosen =
        Arrays.stream(values()).filter(line -> versions.contains(line.version)).toList();
    if (chosen.size() < versions.size()) {
      throw new IllegalArgumentException(
          "%s=%s names another than %s".formatted(CHOICE, choice, Arrays.toString(values())));
    }
    return chosen;
  }

  /** Those of them that have a web console. */
  public static List<InstalledLine> chosenWithConsole() {
    return chosen().stream().filter(InstalledLine::hasConsole).toList();
  }

  /** The version that is installed. */
  public String version() {
    return version;
  }

  /** The protocols that it speaks. */
  public Set<Way> ways() {
    return switch (this) {
      case CLASSIC_5_18, CLASSIC_6_1, CLASSIC_6_2 -> EnumSet.allOf(Way.class);
      case CLASSIC_5_19 -> EnumSet.of(Way.OPENWIRE, Way.AMQP, Way.MQTT, Way.MQTT_OVER_WEBSOCKET);
      case CLASSIC_5_19_7 -> EnumSet.of(Way.OPENWIRE, Way.AMQP);
      case CLASSIC_6_3, CLASSIC_6_3_2 -> EnumSet.of(Way.OPENWIRE, Way.AMQP, Way.MQTT, Way.STOMP);
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
    return this == CLASSIC_6_1 || this == CLASSIC_6_2;
  }

  @Override
  public String toString() {
    return version;
  }
}
