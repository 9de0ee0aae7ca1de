package io.portcullis.rule;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Requires TLS 1.2 or later, with cipher suites that have forward secrecy and authentication.
 *
 * <p>Why: without forward secrecy, a recorded session can be decrypted with the broker's key later.
 * Earlier versions, CBC suites and RC4 have known attacks. By default, ActiveMQ's connectors accept
 * whatever Java does, such as six suites whose keys are exchanged by RSA alone.
 *
 * <p>If a connector names neither protocols nor suites, the gate sets the modern ones before it
 * binds, and this rule passes. If it names others, the rule refuses it. A live connection is judged
 * by its session. {@code wss} shows none.
 *
 * <p>Remedy: leave {@code transport.enabledProtocols} and {@code transport.enabledCipherSuites}
 * out.
 *
 * <p>Source: {@link ModernTls}; Amazon MQ requires TLS 1.2 and recommends 1.3.
 */
final class RequireModernTls implements Rule {

  private static final Fault WEAK_PROTOCOLS =
      new Fault(
          "weak-protocols",
          "transport.enabledProtocols names %s",
          "remove %3$s from its URI, and Portcullis sets %2$s");
  private static final Fault WEAK_SUITES =
      new Fault(
          "weak-cipher-suites",
          "transport.enabledCipherSuites names %s",
          "remove %2$s from its URI, and Portcullis sets those of TLS 1.3, and ECDHE with AES-GCM"
              + " or ChaCha20-Poly1305");
  private static final Fault OWN_KEY_STORE =
      new Fault(
          "key-store-in-options",
          "its options name a key store, and then nobody can set its protocols and cipher suites",
          "put <sslContext><sslContext keyStore=\"FILE\" keyStorePassword=\"PASSWORD\"/></sslContext>"
              + " into <broker>, with the values of those options, and remove %s from its URI");
  private static final Fault BOUND_EARLY =
      new Fault(
          "bound-before-tls-set",
          "its port was bound from a URI before Portcullis could set its protocols and cipher suites",
          "declare it as a <transportConnector>, or in code give a TransportConnector the URI and"
              + " let the broker bind it");
  private static final Fault WEAK_SESSION =
      new Fault(
          "weak-session",
          "its session is %s with %s",
          "use %3$s or later, with ECDHE and AES-GCM or ChaCha20-Poly1305");

  /** The rule's id. */
  public static final String ID = "require-modern-tls";

  private final ModernTls modern;

  /** Accepts what {@code modern} accepts. */
  public RequireModernTls(ModernTls modern) {
    this.modern = modern;
  }

  @Override
  public String id() {
    return ID;
  }

  @Override
  public String demand() {
    return "TLS 1.2 or later with forward secrecy; Portcullis sets it if a connector names"
        + " nothing";
  }

  @Override
  public Optional<String> nothingToJudge(BrokerFacts broker, PostureFacts posture) {
    return broker.tlsConnectors().isEmpty() ? Optional.of("no TLS connector") : Optional.empty();
  }

  @Override
  public boolean judgesLater() {
    return true;
  }

  @Override
  public List<Violation> judge(ConnectorFacts connector) {
    List<Violation> violations = new ArrayList<>();
    connector.tls().ifPresent(tls -> judge(connector, tls, violations));
    return violations;
  }

  private void judge(ConnectorFacts connector, TlsFacts tls, List<Violation> violations) {
    List<String> protocols = modern.weakProtocols(tls.protocols());
    if (!protocols.isEmpty()) {
      violations.add(
          violation(
              connector,
              WEAK_PROTOCOLS,
              protocols,
              Argument.shown(modern.protocols()),
              Argument.shown(tls.written("enabledProtocols"))));
    }
    List<String> suites = modern.weakCipherSuites(tls.cipherSuites());
    if (!suites.isEmpty()) {
      violations.add(
          violation(
              connector, WEAK_SUITES, suites, Argument.shown(tls.written("enabledCipherSuites"))));
    }
    if (tls.ownKeyStore()) {
      violations.add(violation(connector, OWN_KEY_STORE, Argument.shown(tls.written("keyStore"))));
    }
    if (connector.early() && (tls.protocols().isEmpty() || tls.cipherSuites().isEmpty())) {
      violations.add(violation(connector, BOUND_EARLY));
    }
  }

  @Override
  public List<Violation> judge(ConnectionFacts connection) {
    return connection
        .session()
        .filter(this::isWeak)
        .map(
            session ->
                List.of(
                    violation(
                        connection,
                        WEAK_SESSION,
                        session.protocol(),
                        session.cipherSuite(),
                        Argument.shown(modern.protocols().get(0)))))
        .orElse(List.of());
  }

  private boolean isWeak(SessionFacts session) {
    return !modern.protocols().contains(session.protocol())
        || !modern.cipherSuites().contains(session.cipherSuite());
  }
}
