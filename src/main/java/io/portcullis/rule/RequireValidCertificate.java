package io.portcullis.rule;

import java.net.InetAddress;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * Requires that a connector shows valid certificates with a strong key and signature, for a name
 * that clients can connect to.
 *
 * <p>Why: clients that cannot verify the broker's certificate stop working. Or their operators turn
 * verification off, and then they talk to any attacker on the network path. ActiveMQ's own {@code
 * broker.ks} contains a key that everybody has. Its certificate ended in 2007.
 *
 * <p>A certificate must have at least one name in {@code subjectAltName}, because clients look
 * nowhere else. If the connector's URI has a host name, the certificate must be for that name. If
 * it has an address or a wildcard, the clients' name for it is unknown. Then any name will do, but
 * not only names of loopback. A connector that only this machine can reach may have any name.
 *
 * <p>The certificates of authorities that it is shown with have to be its chain: each is signed by
 * the next one, and no other is among them. The root may be left out. If the broker's trust store
 * has an authority that is no root and signed the last of them, that one is missing. No name
 * constraints in the chain may exclude a name of the certificate.
 *
 * <p>A certificate that is about to end is reported and never refused. The gate checks again while
 * the broker runs, and then only reports.
 *
 * <p>The rule judges what a client sees that sends no host name (SNI), for every kind of key in the
 * key store.
 *
 * <p>Remedy: a certificate of an authority that clients trust, in the {@code <sslContext>}.
 *
 * <p>Source: <a href="https://csrc.nist.gov/pubs/sp/800/57/pt1/r5/final">NIST SP 800-57</a> for
 * sizes (112 bits of security), <a href="https://www.rfc-editor.org/rfc/rfc9155">RFC 9155</a> for
 * MD5 and SHA-1, <a href="https://www.rfc-editor.org/rfc/rfc9525">RFC 9525</a> for names, <a
 * href="https://www.rfc-editor.org/rfc/rfc5246#section-7.4.2">RFC 5246</a> for the order.
 */
final class RequireValidCertificate implements Rule {

  /** The rule's id. */
  public static final String ID = "require-valid-certificate";

  private static final Fault UNKNOWN =
      new Fault("certificate-unknown", "nobody can tell which certificate it shows: %s", "%2$s");
  private static final Fault ENDED = new Fault("certificate-ended", "%s ended on %4$s", "renew it");
  private static final Fault NOT_BEGUN =
      new Fault("certificate-not-begun", "%s begins only on %4$s", "wait, or set the clock right");
  private static final Fault WEAK_KEY =
      new Fault(
          "certificate-weak-key",
          "%s has a key of %4$s with %5$d bits",
          "have one issued for a key of RSA with %6$d bits or more, EC with %7$d or more, or Ed25519");
  private static final Fault WEAK_SIGNATURE =
      new Fault(
          "certificate-weak-signature",
          "%s is signed with %4$s",
          "have it signed with SHA-256 or better");
  private static final Fault NO_NAMES =
      new Fault(
          "certificate-without-names",
          "%s names no host in subjectAltName, so clients cannot tell whose it is",
          "have it issued for %4$s, or for the names that clients connect to");
  private static final Fault OTHER_HOST =
      new Fault(
          "certificate-for-other-host",
          "%s is for %4$s, and not for %5$s",
          "have it issued for that name too, or write the name that it is for into the URI");
  private static final Fault LOOPBACK =
      new Fault(
          "certificate-for-loopback",
          "%s is for %4$s, while other machines connect",
          "have it issued for %5$s, or for the names that they connect to");
  private static final Fault ENDING =
      new Fault("certificate-ending", "%s ends on %4$s, in %5$d %6$s", "renew it before that day");

  private static final int RSA_BITS = 2048;
  private static final int EC_BITS = 256;

  private static final Set<String> SIGNATURES =
      Set.of(
          "SHA256WITHRSA",
          "SHA384WITHRSA",
          "SHA512WITHRSA",
          "RSASSA-PSS SHA-256",
          "RSASSA-PSS SHA-384",
          "RSASSA-PSS SHA-512",
          "SHA256WITHECDSA",
          "SHA384WITHECDSA",
          "SHA512WITHECDSA",
          "ED25519",
          "ED448");

  private final Duration warning;
  private final Clock clock;

  /** Warns this number of days before the end of a certificate. */
  public RequireValidCertificate(int warningDays, Clock clock) {
    this.warning = Duration.ofDays(warningDays);
    this.clock = clock;
  }

  @Override
  public String id() {
    return ID;
  }

  @Override
  public String demand() {
    return "certificates within their dates, with strong keys, for a name that clients can use";
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
    if (tls.shown().certificates().isEmpty()) {
      violations.add(
          violation(
              connector,
              UNKNOWN,
              Argument.shown(tls.shown().untold()),
              Argument.shown(TlsRemedies.keys(connector, tls))));
    }
    ChainFaults.judge(connector, tls.shown()).forEach(violations::add);
    for (CertificateFacts certificate : tls.shown().certificates()) {
      judgeDates(connector, certificate, violations);
      judgeStrength(connector, certificate, violations);
      if (certificate.own()) {
        judgeNames(connector, tls, certificate, violations);
      }
    }
  }

  private void judgeDates(
      ConnectorFacts connector, CertificateFacts certificate, List<Violation> violations) {
    Instant now = clock.instant();
    if (now.isAfter(certificate.until())) {
      violations.add(violation(connector, certificate, ENDED, Argument.shown(certificate.until())));
    }
    if (now.isBefore(certificate.from())) {
      violations.add(
          violation(connector, certificate, NOT_BEGUN, Argument.shown(certificate.from())));
    }
  }

  private void judgeStrength(
      ConnectorFacts connector, CertificateFacts certificate, List<Violation> violations) {
    if (!isStrong(certificate)) {
      violations.add(
          violation(
              connector,
              certificate,
              WEAK_KEY,
              certificate.keyAlgorithm(),
              certificate.keyBits(),
              Argument.shown(RSA_BITS),
              Argument.shown(EC_BITS)));
    }
    boolean relied = certificate.own() || !certificate.selfSigned();
    if (relied && !SIGNATURES.contains(certificate.signature().toUpperCase(Locale.ROOT))) {
      violations.add(violation(connector, certificate, WEAK_SIGNATURE, certificate.signature()));
    }
  }

  private static boolean isStrong(CertificateFacts certificate) {
    return switch (certificate.keyAlgorithm()) {
      case "RSA", "RSASSA-PSS" -> certificate.keyBits() >= RSA_BITS;
      case "EC" -> certificate.keyBits() >= EC_BITS;
      case "Ed25519", "Ed448" -> true;
      default -> false;
    };
  }

  private void judgeNames(
      ConnectorFacts connector,
      TlsFacts tls,
      CertificateFacts certificate,
      List<Violation> violations) {
    if (certificate.names().isEmpty()) {
      violations.add(violation(connector, certificate, NO_NAMES, shownNames(connector, tls)));
    } else if (isOnLoopback(connector)) {
      return;
    } else if (tls.host().isPresent()
        && certificate.names().stream().noneMatch(name -> isFor(name, tls.host().get()))) {
      violations.add(
          violation(connector, certificate, OTHER_HOST, certificate.names(), tls.host().get()));
    } else if (certificate.names().stream().allMatch(RequireValidCertificate::isLoopback)) {
      violations.add(
          violation(
              connector, certificate, LOOPBACK, certificate.names(), shownNames(connector, tls)));
    }
  }

  /** Returns the names that clients may connect to, as far as they are known. */
  private static Argument shownNames(ConnectorFacts connector, TlsFacts tls) {
    List<String> names = tls.host().map(List::of).orElse(TlsRemedies.addresses(connector));
    return Argument.shown(names.isEmpty() ? List.of("the broker's host") : names);
  }

  /**
   * Tells whether a connector listens only on loopback. One with an unknown host may have any
   * address.
   */
  private static boolean isOnLoopback(ConnectorFacts connector) {
    return !connector.addresses().isEmpty()
        && connector.addresses().stream().allMatch(InetAddress::isLoopbackAddress);
  }

  /** Tells whether a certificate is for a name. A wildcard stands for one level, the first. */
  private static boolean isFor(String name, String host) {
    if (name.startsWith("*.")) {
      int dot = host.indexOf('.');
      return dot > 0 && host.substring(dot).equalsIgnoreCase(name.substring(1));
    }
    return name.equalsIgnoreCase(host);
  }

  private static boolean isLoopback(String name) {
    return name.equalsIgnoreCase("localhost")
        || name.toLowerCase(Locale.ROOT).startsWith("localhost.")
        || name.startsWith("127.")
        || name.equals("::1")
        || name.equals("0:0:0:0:0:0:0:1");
  }

  @Override
  public List<Violation> foresee(ConnectorFacts connector) {
    List<Violation> violations = new ArrayList<>();
    Instant now = clock.instant();
    connector.tls().stream()
        .flatMap(tls -> tls.shown().certificates().stream())
        .filter(certificate -> !certificate.until().isBefore(now))
        .filter(certificate -> !certificate.until().isAfter(now.plus(warning)))
        .forEach(certificate -> violations.add(ending(connector, certificate, now)));
    return violations;
  }

  private Violation ending(ConnectorFacts connector, CertificateFacts certificate, Instant now) {
    long days = Duration.between(now, certificate.until()).toDays();
    return violation(
        connector,
        certificate,
        ENDING,
        Argument.shown(certificate.until()),
        Argument.shown(days),
        Argument.shown(days == 1 ? "day" : "days"));
  }

  /**
   * Returns a violation that names the certificate, because a connector may show several with one
   * subject.
   */
  private Violation violation(
      ConnectorFacts connector, CertificateFacts certificate, Fault fault, Object... more) {
    List<Object> arguments =
        new ArrayList<>(
            List.of(
                Argument.shown(certificate.what()), certificate.subject(), certificate.serial()));
    arguments.addAll(List.of(more));
    return violation(connector, fault, arguments.toArray());
  }
}
