package io.portcullis.broker.platform;

import io.portcullis.rule.Advisories;
import java.util.Arrays;
import org.apache.activemq.ActiveMQConnectionMetaData;
import org.apache.activemq.broker.Broker;
import org.apache.activemq.command.ActiveMQDestination;

/** Tells what this version of ActiveMQ does differently from others. */
public final class BrokerVersion {

  private BrokerVersion() {}

  /** Returns the version from ActiveMQ's jar, such as 6.1.8; empty if there is none. */
  public static String number() {
    String versionOrNull = ActiveMQConnectionMetaData.PROVIDER_VERSION;
    return versionOrNull == null ? "" : versionOrNull;
  }

  /** Returns which advisory topics clients of this version need. */
  public static Advisories advisories() {
    return new Advisories(clientsCreateAdvisories());
  }

  /**
   * Tells whether the broker creates advisory topics in the name of the client that causes them.
   * Then every client needs the right to create them.
   *
   * <p>Changes 2071, 2075 and 2076 of June 2026 ended that in the lines 6.3, 6.2 and 5.19. They
   * gave the broker's interface a method that tells.
   */
  private static boolean clientsCreateAdvisories() {
    return Arrays.stream(Broker.class.getMethods())
        .noneMatch(method -> method.getName().equals("messageNoConsumers"));
  }

  /** Tells whether the line is 5.x, which has the JMS API of Java EE, and Jetty 9. */
  public static boolean isJavaEe() {
    return Arrays.stream(ActiveMQDestination.class.getInterfaces())
        .anyMatch(type -> type.getName().startsWith("javax."));
  }
}
