package io.portcullis.testing;

import java.util.Arrays;
import org.apache.activemq.ActiveMQConnectionMetaData;

/**
 * The lines of ActiveMQ that the tests run on, oldest first, for what ActiveMQ itself does
 * differently from line to line.
 */
public enum Line {
  V5_18("5.18."),
  V5_19("5.19."),
  V6_1("6.1."),
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
   * every client needs the right to: until June 2026.
   */
  public static boolean clientsCreateAdvisories() {
    return V6_3.isYetToCome();
  }

  /** Whether the one that runs is older than this one. */
  public boolean isYetToCome() {
    return running().compareTo(this) < 0;
  }
}
