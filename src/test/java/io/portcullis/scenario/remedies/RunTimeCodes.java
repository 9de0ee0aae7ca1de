package io.portcullis.scenario.remedies;

import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The codes of what clients, peers and operators do while a broker runs. Their remedies are for
 * clients, and no check of a configuration finds them.
 */
final class RunTimeCodes {

  /** Of a message: its sender has to send another body. */
  private static final List<String> OF_BODIES =
      List.of(
          "body-unreadable",
          "message-without-destination",
          "producer-registered-elsewhere",
          "scheduler-reply-open",
          "several-destinations-bound");

  /** Of a connection, a login, an id or a right of a client. */
  private static final List<String> OF_CLIENTS =
      List.of(
          "back-too-soon-after-refusal",
          "bridge-beyond-included",
          "bridge-not-in-group",
          "broker-stopping",
          "client-certificate-not-shown",
          "client-certificate-revoked",
          "client-id-reserved",
          "client-outside-networks",
          "client-without-address",
          "command-after-logout",
          "command-before-login",
          "command-of-brokers",
          "connection-speaks-others",
          "connection-without-tls",
          "connector-without-gate",
          "console-login-not-judged",
          "console-logins-at-once",
          "consumer-of-another",
          "duplex-bridge",
          "foreign-id",
          "frame-before-login",
          "heart-beat-too-fast",
          "http-connection",
          "id-of-another",
          "id-of-live-connection",
          "logged-in-as-nobody",
          "logged-in-too-often",
          "logged-in-twice",
          "login-name-unfit",
          "login-not-judged",
          "login-refused",
          "login-too-late",
          "login-too-soon",
          "logins-at-once",
          "message-number-far",
          "name-too-long",
          "no-credentials",
          "no-destination-named",
          "no-protocol-begun",
          "not-logged-in",
          "operator-acted",
          "peer-name-unfit",
          "prepared-transaction-of-another",
          "quarantine-for-administrators",
          "reader-left-out",
          "refused-by-broker",
          "request-of-other-site",
          "right-missing",
          "right-of-nobody",
          "selector-costly",
          "selector-fails",
          "service-name-misplaced",
          "subscription-of-another",
          "subscription-reserved",
          "subscription-unreadable",
          "target-is-pattern",
          "temporary-and-others",
          "temporary-of-another",
          "too-many-late-logins",
          "too-much-before-login",
          "transaction-of-another",
          "transaction-too-wide",
          "weak-session",
          "wrong-password");

  static final Set<String> ALL =
      Stream.concat(OF_BODIES.stream(), OF_CLIENTS.stream()).collect(Collectors.toSet());

  private RunTimeCodes() {}
}
