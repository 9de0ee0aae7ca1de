package io.portcullis.scenario.remedies;

import java.util.Map;
import java.util.Set;

/**
 * The codes of what clients, peers and operators do while a broker runs, whose remedies no test
 * applies.
 */
final class RunTimeCodes {

  /** What the remedy takes that no row has, and the class that sees the violation, if one does. */
  private static final Map<String, String> WHY =
      Map.ofEntries(
          Map.entry(
              "back-too-soon-after-refusal",
              "nothing is refused: the CONNACK comes later; MqttLateLoginsIT"),
          Map.entry(
              "bridge-beyond-included",
              "what the operator of two brokers decides; BridgeDemandTest"),
          Map.entry("broker-stopping", "the broker is gone when the client comes again"),
          Map.entry(
              "client-certificate-not-shown",
              "a connector that a start refuses; ClientCertificatesTest"),
          Map.entry(
              "client-certificate-revoked",
              "another certificate of the client's authority; RevokedCertificateIT"),
          Map.entry("client-without-address", "a transport of another vendor"),
          Map.entry(
              "connection-speaks-others", "a client of another protocol; RestrictedProtocolsTest"),
          Map.entry(
              "connection-without-tls",
              "a connector that a start refuses; ConnectorsAtRunTimeTest"),
          Map.entry("connector-without-gate", "a new start; ConnectorsAtRunTimeTest"),
          Map.entry(
              "console-login-not-judged",
              "files of users that cannot be read, as the broker's log says"),
          Map.entry(
              "console-logins-at-once", "waiting for the logins of others; WebLoginThrottleTest"),
          Map.entry("consumer-of-another", "a command that only an attacker makes"),
          Map.entry("http-connection", "a connector that a start refuses"),
          Map.entry(
              "logged-in-as-nobody",
              "an authentication plugin that a start refuses; RequireAuthenticationTest"),
          Map.entry("login-not-judged", "an authentication plugin of another vendor that fails"),
          Map.entry("login-too-late", "two minutes of waiting; LoginDeadlineIT"),
          Map.entry("logins-at-once", "waiting for the logins of others; GuessingIT"),
          Map.entry(
              "no-credentials",
              "an authentication plugin that a start refuses; RequireAuthenticationTest"),
          Map.entry("no-protocol-begun", "another protocol, or time; UndetectedProtocolIT"),
          Map.entry(
              "not-logged-in",
              "an authentication plugin that a start refuses; RequireAuthenticationTest"),
          Map.entry("operator-acted", "nothing is refused: an operator acted"),
          Map.entry("peer-name-unfit", "another broker's name; BridgeDemandTest"),
          Map.entry(
              "reader-left-out",
              "nothing is refused to whoever reads; MissingRightTest has the words"),
          Map.entry("request-of-other-site", "a browser; OtherSitesPagesIT"),
          Map.entry("too-many-late-logins", "a hundred refused clients at once; LateLoginTest"),
          Map.entry(
              "too-much-before-login",
              "the network connector of another broker; RequireAuthenticationTest"),
          Map.entry(
              "weak-session",
              "the TLS of a client, on a connector that a start narrows; ModernTlsIT"));

  static final Set<String> ALL = WHY.keySet();

  private RunTimeCodes() {}
}
