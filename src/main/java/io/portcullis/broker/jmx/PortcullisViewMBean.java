package io.portcullis.broker.jmx;

import javax.management.openmbean.TabularData;

/**
 * The gate's JMX interface, registered as {@code
 * org.apache.activemq:type=Broker,brokerName=NAME,service=Portcullis}.
 */
public interface PortcullisViewMBean {

  /** {@code ENFORCE} or {@code REPORT_ONLY}. */
  @Described(
      "What Portcullis does with violations: ENFORCE refuses them, REPORT_ONLY only "
          + "reports them.")
  String getMode();

  /** Violations that were refused since the start. */
  @Described("Violations that were refused since the start.")
  long getRefusedCount();

  /** Violations that were only reported since the start. */
  @Described("Violations that were only reported since the start.")
  long getReportedCount();

  /** Violations that a waiver let pass since the start. */
  @Described("Violations that a waiver let pass since the start.")
  long getWaivedCount();

  /** Messages whose body was judged and accepted since the start. */
  @Described("Messages whose body was judged and accepted since the start.")
  long getAcceptedBodyCount();

  /**
   * Connections that ended before a TLS session existed, since the start, such as a load balancer's
   * probes. They are no violations. Connections over WebSocket are not counted. Of a connector that
   * detects the protocol (auto), only those that ended in a TLS error are counted.
   */
  @Described(
      "Connections that ended before a TLS session existed, since the start. They are "
          + "no violations.")
  long getFailedHandshakeCount();

  /**
   * The violations of the broker in its present state, and those that are foreseen, a row each. A
   * row says the rule, whether a start would refuse it, where it is, what was found and what to do.
   * Nothing of it is counted or logged. It is judged once a minute at most, and after each {@link
   * #reload}.
   *
   * @throws IllegalStateException if that takes more than 15 seconds
   */
  @Described(
      "What a start would find wrong with the broker as it is now, with what to do. "
          + "Judged once a minute at most.")
  TabularData getViolations();

  /**
   * The state of every rule, as {@code check} says it: {@code passed}, {@code refused}, {@code
   * reported}, {@code waived}, {@code not required}, {@code nothing to judge} or {@code not
   * checked}. A row also says why, in 500 characters at most, and what the rule demands. It is
   * judged together with {@link #getViolations}.
   *
   * @throws IllegalStateException if that takes more than 15 seconds
   */
  @Described(
      "The state of every rule in one of seven words, why, and what it demands. "
          + "Judged once a minute at most.")
  TabularData getRules();

  /**
   * What happens now to violations of each rule that no waiver covers: whether they are refused,
   * and what decides it. That is the {@code mode}, the property {@code enforce} or {@code
   * reportOnly}, the rule's {@code default}, or a change that waits for a {@code restart}.
   */
  @Described(
      "Whether violations of each rule are refused now, and what decides it: mode, "
          + "enforce, reportOnly, default, or restart.")
  TabularData getEnforcement();

  /**
   * The senders of what the rules do not allow, a row for each rule, destination, user, client id
   * and protocol. A row says the client id without its generated parts, the last remote address,
   * how often, when last (UTC), and the largest number of other producers whose connection a
   * refusal reached. It has at most 1,000 rows; the least recent are forgotten first.
   */
  @Described(
      "Who sends what the rules do not allow, by rule, destination, user, client id "
          + "and protocol. The last 1,000 at most.")
  TabularData getSenders();

  /**
   * The operator's waivers, a row each. A row says the reason, the day at whose start (UTC) it
   * ends, and its state: {@code active}, {@code ending} within 30 days, or {@code ended}. It also
   * says how many violations it let pass since the start, and when last (UTC; empty if none).
   */
  @Described("The operator's exceptions: why each exists, when it ends, and what it let " + "pass.")
  TabularData getWaivers();

  /**
   * The users who failed to log in lately and have not succeeded since, a row for each user name
   * and network. A network is an IPv4 address, or the first 64 bits of an IPv6 address. A row says
   * how often, when last (UTC), and until when further logins are refused. It has at most 1,000
   * rows.
   */
  @Described(
      "Who failed to log in lately, by user name and network, and until when they "
          + "have to wait. 1,000 at most.")
  TabularData getFailedLogins();

  /**
   * The rights that the authorization map gives, a row for each pattern and group: {@code read},
   * {@code write} and {@code admin}. The group {@code *} is everybody. It shows all destinations,
   * advisory topics, temporary destinations, and the patterns of the map if they can be listed. A
   * pattern stands for what no narrower one names. It has at most 10,000 rows. The map is asked
   * once a minute at most, and after each {@link #reload}.
   *
   * @throws IllegalStateException if the map cannot be asked, or not within 15 seconds
   */
  @Described(
      "Which groups may read, write and administer which destinations, by the "
          + "authorization map. 10,000 rows at most.")
  TabularData getAccesses();

  /**
   * The rights that users used or asked for, a row for each user, operation and destination, and
   * whether it went through. A row says the user's groups, when it was seen first and last (UTC),
   * and in how many minutes. It also says whether the authorization map permits it; without a map,
   * the one that an enforcing broker would install. It has at most 10,000 rows of what went through
   * and 1,000 of what was refused, a tenth of them for one user. It is empty if {@code observe} is
   * false.
   */
  @Described(
      "Who used which right on which destination: whether it went through, whether the "
          + "map permits it, and when.")
  TabularData getUses();

  /**
   * The keys under which bodies are encrypted, a row for each destination, provider, key and
   * algorithm suite. A row says how many messages were looked at, and when the first and the last
   * (UTC). The first message of each connection and destination is looked at, and one in 1,024
   * after that. It has at most 10,000 rows. It is empty if {@code observe} is false.
   */
  @Described(
      "Under which keys and algorithm suites bodies are encrypted, by destination. "
          + "10,000 rows at most.")
  TabularData getKeys();

  /**
   * The number of logged-in connections, a row for each connector, protocol, carrier, TLS version
   * and cipher suite. The carrier is {@code tls}, {@code plain}, {@code in this jvm}, {@code http}
   * or {@code unknown}. Version and suite are empty where no TLS session is visible, as over
   * WebSocket.
   */
  @Described(
      "How many connections are logged in, by connector, protocol, carrier, TLS "
          + "version and cipher suite.")
  TabularData getConnections();

  /**
   * The transport connectors, a row each. A row says the location, the TLS protocols and cipher
   * suites (empty for Java's own), and whether clients must show a certificate. They are looked at
   * once a minute at most.
   */
  @Described(
      "The transport connectors: location, TLS protocols, cipher suites, and whether "
          + "clients must show a certificate.")
  TabularData getConnectors();

  /**
   * The certificates that connectors show, those of authorities too, a row for each connector and
   * certificate. A row says its names, dates (UTC), key and signature. They are looked at once a
   * minute at most.
   */
  @Described("The certificates that connectors show: names, dates, key and signature.")
  TabularData getCertificates();

  /**
   * Explains why a user may do something, or may not. The first line is the verdict. Then follow
   * the user's groups, the matching entries of the authorization map, the one that decides, and
   * what is missing.
   *
   * @param user the name that somebody logs in with
   * @param operation {@code read}, {@code write} or {@code admin}
   * @param destination a qualified name, such as {@code queue://ORDERS}
   * @return a line each
   * @throws IllegalArgumentException if the operation or the destination is none
   */
  @Described(
      "Says why a user may do something with a destination, or may not. The first "
          + "line is the verdict.")
  String[] explain(
      @Described(name = "user", value = "The name that somebody logs in with.") String user,
      @Described(name = "operation", value = "read, write or admin.") String operation,
      @Described(name = "destination", value = "A qualified name, such as queue://ORDERS.")
          String destination);

  /** Returns all that was observed, as JSON: the file that the command {@code suggest} reads. */
  @Described("Returns all that was observed, as JSON for the command suggest.")
  String usage();

  /**
   * Reads the gate's part of the broker's file again, and takes all of it. If it is wrong, or the
   * broker violates it, nothing changes. It also reads the users and groups of the gate's own login
   * module and the authorization map. Rights that were taken back end on open connections. A broker
   * built in code takes the values that the plugin's setters were given.
   *
   * @return what waits for a restart, a line each
   * @throws IllegalArgumentException with everything that is wrong; what held before goes on
   *     holding
   */
  @Described(
      "Reads Portcullis's configuration, the users and the authorization map again: "
          + "all of it or nothing. Returns what waits for a restart.")
  String[] reload();
}
