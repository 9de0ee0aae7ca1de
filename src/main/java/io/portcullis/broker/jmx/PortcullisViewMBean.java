package io.portcullis.broker.jmx;

import javax.management.openmbean.TabularData;

/**
 * The gate's JMX interface, registered as {@code
 * org.apache.activemq:type=Broker,brokerName=NAME,service=Portcullis}.
 */
public interface PortcullisViewMBean {

  /** {@code ENFORCE} or {@code REPORT_ONLY}. */
  String getMode();

  /** Violations that were refused since the start. */
  long getRefusedCount();

  /** Violations that were only reported since the start. */
  long getReportedCount();

  /** Violations that a waiver let pass since the start. */
  long getWaivedCount();

  /** Messages whose body was judged and accepted since the start. */
  long getAcceptedBodyCount();

  /**
   * Connections that ended before there was a TLS session since the start, such as a load
   * balancer's probes: no violations. Not those over WebSocket, which the gate does not see before
   * there is a session, and of those to a connector that finds out the protocol (auto) only those
   * that ended in an error of TLS.
   */
  long getFailedHandshakeCount();

  /**
   * What the rules say of the broker as it is now, or foresee: a row for each violation, with its
   * rule, whether it would be refused at a start or is only reported, where it is, what was found
   * and what to do. Nothing of it is counted or logged. Looked at once a minute at most, and after
   * each {@link #reload}.
   *
   * @throws IllegalStateException if that takes more than 15 seconds
   */
  TabularData getViolations();

  /**
   * Who sends what the rules do not allow, a row for each rule, destination, user, client id and
   * protocol: with the remote address of the last time, how often, and when last (UTC). At most
   * 1,000 rows, the least recent forgotten first.
   */
  TabularData getSenders();

  /**
   * The exceptions that the operator made, a row for each: with its reason, the day at whose start
   * (UTC) it ends, its state ({@code active}, {@code ending} within 30 days, or {@code ended}), how
   * many violations passed by it since the start, and when last (UTC; empty if none did).
   */
  TabularData getWaivers();

  /**
   * Who failed to log in lately and has not succeeded since, a row for each user name and network
   * (an IPv4 address, or the first 64 bits of an IPv6 address): with how often, when last (UTC),
   * and until when further logins are refused there. At most 1,000 rows, the last to fail.
   */
  TabularData getFailedLogins();

  /**
   * Which groups may do what with which destinations, as the authorization map answers, a row for
   * each pattern and group with any right: {@code read}, {@code write} and {@code admin}. The group
   * {@code *} is everybody. Shown are all destinations, the patterns of the map's entries if they
   * can be listed, advisory topics and temporary destinations; a pattern stands for what no
   * narrower one names. At most 10,000 rows. Looked at once a minute at most, and after each {@link
   * #reload}.
   *
   * @throws IllegalStateException if the map cannot be asked, or not within 15 seconds
   */
  TabularData getAccesses();

  /**
   * The connections that are logged in now, counted: a row for each connector, protocol, what
   * carries it ({@code tls}, {@code plain}, {@code in this jvm}, {@code http} or {@code unknown}),
   * TLS version and cipher suite. These two are empty where no TLS session can be seen, as over
   * WebSocket.
   */
  TabularData getConnections();

  /**
   * The transport connectors, a row for each: with its location, the protocols and cipher suites
   * that it speaks (empty where it speaks what Java does), and whether it demands a certificate of
   * clients. Looked at once a minute at most.
   */
  TabularData getConnectors();

  /**
   * The certificates that connectors show, a row for each connector and certificate, those of
   * authorities too: with the names that it is for, its dates (UTC), its key and how it is signed.
   * Looked at once a minute at most.
   */
  TabularData getCertificates();

  /**
   * Why somebody may do something, or may not: the verdict, then which groups the user has, which
   * entries of the authorization map match, which of them decides, and what is missing.
   *
   * @param user the name that somebody logs in with
   * @param operation {@code read}, {@code write} or {@code admin}
   * @param destination a qualified name, such as {@code queue://ORDERS}
   * @return a line each
   * @throws IllegalArgumentException if the operation or the destination is none
   */
  String[] explain(String user, String operation, String destination);

  /**
   * Reads the gate's part of the file that the broker was started from again, all of it or, if it
   * is wrong or the broker violates it, nothing; and looks at the files of users and groups of the
   * gate's own login, and at the authorization map. What was taken back ends on the connections
   * that live. Of a broker built in code, what the plugin's setters were given holds.
   *
   * @return what waits for a restart, a line each
   * @throws IllegalArgumentException with everything that is wrong; what held before goes on
   *     holding
   */
  String[] reload();
}
