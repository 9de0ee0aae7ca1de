package io.portcullis.rule;

import io.portcullis.policy.ClientCertificates;
import io.portcullis.rule.ConnectionFacts.Carrier;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Requires that clients show a trusted certificate, if {@code clientCertificates} is {@code
 * REQUIRED}. If it is {@code OPTIONAL}, the rule judges nothing.
 *
 * <p>Why: a lost password opens the broker to its finder. With certificates, the finder also needs
 * a key.
 *
 * <p>Each connector must require a certificate that the broker's trust store accepts, and each
 * connection must show one. Jetty does not pass on the certificate of a {@code wss} client. There
 * it is enough that the connector requires it. A {@code vm://} connection has no TLS and passes.
 *
 * <p>The rule does not judge network connectors of this broker, which are clients of other brokers.
 *
 * <p>Remedy: {@code transport.needClientAuth=true} in the connector's URI, and a trust store in the
 * {@code <sslContext>}.
 *
 * <p>Source: ActiveMQ's security recommendations ask for two-way TLS.
 */
final class RequireClientCertificate implements Rule {

  /** The rule's id. */
  public static final String ID = "require-client-certificate";

  private static final Fault NOT_DEMANDED =
      new Fault(
          "client-certificate-not-demanded",
          "it does not demand a certificate of clients",
          "%sand name a trust store with the authorities of your clients in <sslContext>");
  private static final Fault NOT_SHOWN =
      new Fault(
          "client-certificate-not-shown",
          "it shows no certificate",
          "connect with a key store that holds a certificate the broker trusts");

  private final boolean required;

  /** Demands what the operator says. */
  public RequireClientCertificate(ClientCertificates certificates) {
    this.required = certificates == ClientCertificates.REQUIRED;
  }

  @Override
  public String id() {
    return ID;
  }

  @Override
  public String demand() {
    return "a certificate of every client, if clientCertificates is REQUIRED";
  }

  @Override
  public Optional<String> notRequired() {
    return required ? Optional.empty() : Optional.of("clientCertificates is OPTIONAL");
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
    if (!required || connector.tls().isEmpty() || connector.tls().get().demandsCertificate()) {
      return List.of();
    }
    return List.of(
        violation(connector, NOT_DEMANDED, Argument.shown(demanding(connector.tls().get()))));
  }

  /** Says how to demand it. Some transports take back the demand where a want stands. */
  private static String demanding(TlsFacts tls) {
    String demand = "write transport.needClientAuth=true into its URI, ";
    List<String> wants =
        tls.options().stream()
            .filter(option -> option.toLowerCase(Locale.ROOT).endsWith("clientauth"))
            .filter(option -> !option.equals("transport.needClientAuth"))
            .toList();
    return wants.isEmpty()
        ? demand
        : "remove %s from its URI, %s".formatted(String.join(" and ", wants), demand);
  }

  @Override
  public List<Violation> judge(ConnectionFacts connection) {
    if (!required || connection.certified() || connection.carrier() == Carrier.IN_VM) {
      return List.of();
    }
    return List.of(violation(connection, NOT_SHOWN));
  }
}
