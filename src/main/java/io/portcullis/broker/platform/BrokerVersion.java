package io.portcullis.broker.platform;

import io.portcullis.rule.Advisories;
import java.util.Arrays;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.activemq.ActiveMQConnectionMetaData;
import org.apache.activemq.broker.Broker;
import org.apache.activemq.command.ActiveMQDestination;

/** Tells what this version of ActiveMQ does differently from others. */
public final class BrokerVersion {

  private static final Pattern NUMBERS = Pattern.compile("(\\d{1,4})\\.(\\d{1,2})\\.(\\d{1,4})");

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

  /**
   * Tells whether {@code maxUncommittedCount} works. Older releases that have it fail every send
   * outside a transaction with a NullPointerException if it is set, as {@code
   * TransactionBroker.verifyUncommittedCount} shows. 5.19.8, 6.2.7 and 6.3.0 mended that.
   */
  public static boolean boundsTransactions() {
    return boundsTransactions(number());
  }

  static boolean boundsTransactions(String version) {
    return isSince(version, 8, 7);
  }

  /**
   * Tells whether a release of line 6.3 or later, or one of an older line from these on, has a
   * change.
   */
  private static boolean isSince(String version, int of519, int of62) {
    Matcher numbers = NUMBERS.matcher(version);
    if (!numbers.lookingAt()) {
      return false;
    }
    int line = Integer.parseInt(numbers.group(1)) * 100 + Integer.parseInt(numbers.group(2));
    int release = Integer.parseInt(numbers.group(3));
    return switch (line) {
      case 519 -> release >= of519;
      case 602 -> release >= of62;
      default -> line >= 603;
    };
  }

  /**
   * Tells whether the release brings its web applications without MessageServlet, and a policy of
   * Jolokia that allows POST alone and no dangerous operations: 5.19.7, 6.2.6 and 6.3.0 do.
   */
  public static boolean closesWebApplications() {
    return closesWebApplications(number());
  }

  static boolean closesWebApplications(String version) {
    return isSince(version, 7, 6);
  }

  /** Tells whether the line is 5.x, which has the JMS API of Java EE, and Jetty 9. */
  public static boolean isJavaEe() {
    return Arrays.stream(ActiveMQDestination.class.getInterfaces())
        .anyMatch(type -> type.getName().startsWith("javax."));
  }
}
