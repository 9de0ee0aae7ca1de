package io.portcullis.broker.keys;

import io.portcullis.broker.platform.Subjects;
import io.portcullis.broker.rights.LiveLogins;
import io.portcullis.enforce.Enforcer;
import io.portcullis.enforce.IndependentSteps;
import io.portcullis.enforce.Moment;
import io.portcullis.enforce.Refusal;
import io.portcullis.enforce.Subject;
import io.portcullis.policy.Resource;
import io.portcullis.policy.Resource.Kind;
import io.portcullis.rule.Fault;
import io.portcullis.rule.Named;
import io.portcullis.rule.RuleIds;
import io.portcullis.rule.Violation;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.apache.activemq.broker.ConnectionContext;
import org.apache.activemq.broker.TransportConnection;

/**
 * Ends connections whose certificate a new revocation list names. New handshakes fail by
 * themselves. A WebSocket shows no certificate, so its connection stays.
 */
final class RevokedClients {

  private static final Fault REVOKED =
      new Fault(
          "client-certificate-revoked",
          "its certificate %s with serial number %s is revoked",
          "have a new certificate issued for it");

  private final Enforcer enforcer;
  private final LiveLogins present;

  RevokedClients(Enforcer enforcer, LiveLogins present) {
    this.enforcer = enforcer;
    this.present = present;
  }

  /**
   * Ends the connections that these lists revoke.
   *
   * @param concerned which connections the lists are for
   */
  void end(Predicate<ConnectionContext> concerned, RevocationLists lists) {
    IndependentSteps.each(
        present.connections(),
        context -> {
          if (concerned.test(context)) {
            refusal(context, lists)
                .ifPresent(why -> ((TransportConnection) context.getConnection()).stopAsync(why));
          }
        });
  }

  /**
   * Judges a connection by these lists. Its handshake must be over.
   *
   * @return the refusal; empty if none revokes its certificate, or that is only reported
   */
  Optional<SecurityException> refusal(ConnectionContext context, RevocationLists lists) {
    Optional<X509Certificate> certificate = revoked(context, lists);
    if (certificate.isEmpty()) {
      return Optional.empty();
    }
    Subject client = Subjects.of(context);
    Violation violation =
        Violation.of(
            RuleIds.REQUIRE_CLIENT_CERTIFICATE,
            new Named(
                Resource.of(Kind.USER, client.user()),
                "user %s from %s".formatted(client.user(), client.remoteAddress())),
            REVOKED,
            certificate.get().getSubjectX500Principal().getName(),
            certificate.get().getSerialNumber().toString(16));
    return enforcer.enforce(Moment.CONNECTION, client, List.of(violation)).stream()
        .findFirst()
        .map(Refusal::of);
  }

  private static Optional<X509Certificate> revoked(
      ConnectionContext context, RevocationLists lists) {
    if (lists.isEmpty() || !(context.getConnection() instanceof TransportConnection live)) {
      return Optional.empty();
    }
    X509Certificate[] shownOrNull = live.getTransport().getPeerCertificates();
    return shownOrNull == null ? Optional.empty() : lists.revokedOf(List.of(shownOrNull));
  }
}
