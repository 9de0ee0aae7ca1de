package io.portcullis.cli;

import io.portcullis.broker.ConfigurationFault;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/**
 * What each rule demands, in the words of the README's table, and in its order. A test holds the
 * two and the rules themselves against each other.
 */
final class RuleTexts {

  /** Rules that judge clients and their messages, and have nothing to say before there are any. */
  private static final Set<String> AT_RUN_TIME =
      Set.of("refuse-outside-client", "require-encrypted-body");

  /** Rules that do nothing but ask the authorization map. */
  private static final Set<String> OF_AUTHORIZATION =
      Set.of("require-system-group", "guard-temporary-destinations", "guard-advisories");

  /** Rules that report, unless the policy names them. */
  private static final Set<String> REPORTED =
      Set.of(
          "guard-advisories",
          "bound-resources",
          "narrow-serialization",
          "protect-files",
          "refuse-root",
          "require-supported-broker");

  private static final Map<String, String> DEMANDS = new LinkedHashMap<>();

  static {
    DEMANDS.put(
        "require-tls", "TLS on every connector, every network connector and every live connection");
    DEMANDS.put(
        "require-modern-tls",
        "TLS 1.2 or later, with forward secrecy; set where a connector names nothing");
    DEMANDS.put(
        "require-valid-certificate",
        "certificates within their dates, with strong keys, for a name that clients can use");
    DEMANDS.put(
        "require-client-certificate",
        "a certificate of every client, where clientCertificates is REQUIRED");
    DEMANDS.put("refuse-unvetted-link", "no way in that the gate cannot see whole");
    DEMANDS.put(
        "refuse-public-connector", "no connector on an address that the internet can reach");
    DEMANDS.put("refuse-outside-client", "clients from the allowed networks only");
    DEMANDS.put("require-authentication", "a login, and nobody anonymous");
    DEMANDS.put("refuse-default-credentials", "no password that ActiveMQ is shipped with");
    DEMANDS.put(
        "require-authorization", "an authorization map; without one, the default one is installed");
    DEMANDS.put("require-system-group", "every right on everything for activemq-webconsole");
    DEMANDS.put(
        "guard-temporary-destinations", "an authorization entry for temporary destinations");
    DEMANDS.put("guard-advisories", "advisory topics open only as far as clients need them");
    DEMANDS.put("require-encrypted-body", "bodies that are AWS Encryption SDK messages");
    DEMANDS.put(
        "bound-resources",
        "limits for connections, frames, transactions, destinations, memory and disk");
    DEMANDS.put("narrow-serialization", "object messages of named packages only");
    DEMANDS.put(
        "secure-management",
        "JMX, Jolokia and a web console on loopback, or on TLS with a login; the console for"
            + " administrators and the system group only");
    DEMANDS.put(
        "protect-files",
        "configuration, credentials, key stores and store for the broker's user alone");
    DEMANDS.put("refuse-root", "a broker that does not run as root");
    DEMANDS.put("require-supported-broker", "a version of ActiveMQ that gets security fixes");
    DEMANDS.put(
        ConfigurationFault.ID, "a gate in the broker, with right properties, and keys to load");
  }

  private RuleTexts() {}

  /** The ids of all rules, and what stands in the place of one. */
  static Set<String> ids() {
    return DEMANDS.keySet();
  }

  /** What a rule demands; empty if it is not known. */
  static String demand(String rule) {
    return DEMANDS.getOrDefault(rule, "");
  }

  /** Whether it only reports where the policy does not name it. */
  static boolean isReportedByDefault(String rule) {
    return REPORTED.contains(rule);
  }

  /** Whether it can only be judged while the broker runs. */
  static boolean isJudgedAtRunTime(String rule) {
    return AT_RUN_TIME.contains(rule);
  }

  /** Whether it is not judged where the authorization map is not asked. */
  static boolean asksAuthorization(String rule) {
    return OF_AUTHORIZATION.contains(rule);
  }
}
