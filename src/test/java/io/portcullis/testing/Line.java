package io.portcullis.testing;

import java.util.Arrays;
import java.util.stream.Stream;
import org.apache.activemq.ActiveMQConnectionMetaData;
import org.junit.jupiter.api.Assumptions;

/**
 * The lines of ActiveMQ that the tests run on, oldest first, for what ActiveMQ itself does
 * differently from line to line.
 */
public enum Line {
  V5_18("5.18."),
  V5_19("5.19."),
  V6_1("6.1."),
  V6_2("6.2."),
  V6_3("6.3.");

  private final String start;

  Line(String start) {
    this.start = start;
  }

  /** The one that runs. */
  public static Line running() {
    String version = ActiveMQConnectionMetaData.PROVIDER_VERSION;
    return Arrays.stream(values())
        .filter(line -> version.startsWith(line.start))
        .findFirst()
        .orElseThrow(() -> new IllegalStateException("no line that the tests know: " + version));
  }

  /**
   * Whether the broker creates advisory topics in the name of the client that causes them, so that
   * every client needs the right to. 5.19.8, 6.2.7 and 6.3.0 ended that, in June 2026.
   */
  public static boolean clientsCreateAdvisories() {
    return switch (running()) {
      case V5_18, V6_1 -> true;
      case V5_19 -> release() < 8;
      case V6_2 -> release() < 7;
      case V6_3 -> false;
    };
  }

  /**
   * Whether the broker judges who removes a destination that is not there. 5.18.3, 5.19.0 and 6.1.8
   * do; 5.19.7, 6.2.7 and 6.3.1 do not.
   */
  public static boolean judgesAbsentRemovals() {
    return switch (running()) {
      case V5_18, V6_1 -> true;
      case V5_19 -> release() < 7;
      case V6_2, V6_3 -> false;
    };
  }

  /**
   * Whether ActiveMQ's own files have no MessageServlet, and a jolokia-access.xml that denies most
   * operations. Then the gate refuses older ones. 5.19.7, 6.2.6 and 6.3.0 began that.
   */
  public static boolean hasClosedDoors() {
    return switch (running()) {
      case V5_18, V6_1 -> false;
      case V5_19 -> release() >= 7;
      case V6_2 -> release() >= 6;
      case V6_3 -> true;
    };
  }

  /**
   * Skips the rest of a test that speaks MQTT or STOMP on 5.19.7. Its modules of these protocols
   * cannot be had, and those of older releases call a constructor that its client no longer has.
   */
  public static void assumeMqttAndStomp() {
    Assumptions.assumeFalse(
        running() == V5_19 && release() == 7, "5.19.7 runs without its modules for MQTT and STOMP");
  }

  /** The same for a test that speaks over a connector, if its scheme is one of those. */
  public static void assumeSpoken(String scheme) {
    if (Stream.of("mqtt", "stomp", "wss").anyMatch(scheme::startsWith)) {
      assumeMqttAndStomp();
    }
  }

  /** Skips the rest of a test that stores messages in a database on 5.19.7, for the same reason. */
  public static void assumeJdbc() {
    Assumptions.assumeFalse(
        running() == V5_19 && release() == 7, "5.19.7 runs without its module for JDBC");
  }

  /**
   * Skips the rest of a test that removes a durable subscription of another client id. ActiveMQ
   * 6.3.2 looks for the connection's own client id, whatever is asked.
   */
  public static void assumeSubscriptionsOfOthersAreRemoved() {
    Assumptions.assumeFalse(
        running() == V6_3 && release() >= 2,
        "this release removes subscriptions of the connection's own client id alone");
  }

  /** The last number of the version that runs: 8 of 6.1.8. */
  private static int release() {
    String version = ActiveMQConnectionMetaData.PROVIDER_VERSION;
    return Integer.parseInt(version.substring(running().start.length()));
  }

  /** Whether the one that runs is older than this one. */
  public boolean isYetToCome() {
    return running().compareTo(this) < 0;
  }
}
