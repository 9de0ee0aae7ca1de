package io.portcullis.broker.keys;

import static io.portcullis.broker.keys.IssuerSignatures.isSignedBy;

import io.portcullis.rule.CertificateFacts;
import java.io.IOException;
import java.security.cert.X509CRL;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Instant;
import java.util.Arrays;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import javax.net.ssl.KeyManager;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509KeyManager;
import javax.net.ssl.X509TrustManager;

/**
 * Checks whether handshakes could succeed with keys, trust and revocation lists that were read. The
 * mode of the rules does not matter: a broker that nobody can connect to is of no use.
 */
final class StoreChecks {

  /** The key types of TLS servers. */
  private static final List<String> KEY_TYPES = List.of("RSA", "EC", "EdDSA", "RSASSA-PSS", "DSA");

  private StoreChecks() {}

  /**
   * Checks what was read.
   *
   * @param clock the clock that dates are checked by
   * @throws IOException with the first fault
   */
  static void check(LoadedContext loaded, Clock clock) throws IOException {
    if (loaded.shown().certificates().isEmpty()) {
      throw new IOException("nobody could connect: " + loaded.shown().untold());
    }
    Instant now = clock.instant();
    for (CertificateFacts certificate : loaded.shown().certificates()) {
      if (certificate.own()) {
        checkDates(
            now, "certificate " + certificate.subject(), certificate.from(), certificate.until());
      }
    }
    for (KeyManager manager : loaded.fresh().getKeyManagers()) {
      if (manager instanceof X509KeyManager keys) {
        checkChains(keys);
      }
    }
    List<X509Certificate> authorities = authorities(loaded.fresh().getTrustManagers());
    if (loaded.fresh().getTrustStore() != null && authorities.isEmpty()) {
      throw new IOException("the trust store holds no certificate");
    }
    for (X509CRL list : loaded.revocations()) {
      checkRevocations(now, list, authorities);
    }
  }

  private static void checkChains(X509KeyManager keys) throws IOException {
    List<String> aliases =
        KEY_TYPES.stream()
            .flatMap(type -> Optional.ofNullable(keys.getServerAliases(type, null)).stream())
            .flatMap(Arrays::stream)
            .distinct()
            .toList();
    for (String alias : aliases) {
      X509Certificate[] chain = keys.getCertificateChain(alias);
      for (int i = 0; i + 1 < chain.length; i++) {
        if (!isSignedBy(chain[i], chain[i + 1])) {
          throw new IOException(
              "the certificate %s is not signed by the next in its chain, %s"
                  .formatted(name(chain[i]), name(chain[i + 1])));
        }
      }
    }
  }

  /** Returns the certificates of the trust store. */
  static List<X509Certificate> authorities(List<TrustManager> managers) {
    return managers.stream()
        .filter(X509TrustManager.class::isInstance)
        .flatMap(manager -> Stream.of(((X509TrustManager) manager).getAcceptedIssuers()))
        .toList();
  }

  /**
   * Checks a list as a handshake does. Its issuer may be an authority that only clients show; then
   * {@link RevocationLists} checks who signed it when a client shows one.
   */
  private static void checkRevocations(Instant now, X509CRL list, List<X509Certificate> authorities)
      throws IOException {
    String issuer = list.getIssuerX500Principal().getName();
    checkDates(
        now,
        "revocation list of " + issuer,
        list.getThisUpdate().toInstant(),
        Optional.ofNullable(list.getNextUpdate()).map(Date::toInstant).orElse(Instant.MAX));
    List<X509Certificate> named =
        authorities.stream()
            .filter(each -> each.getSubjectX500Principal().equals(list.getIssuerX500Principal()))
            .toList();
    if (!named.isEmpty() && named.stream().noneMatch(each -> isSignedBy(list, each))) {
      throw new IOException("the revocation list of %s is not signed by it".formatted(issuer));
    }
  }

  private static void checkDates(Instant now, String what, Instant from, Instant until)
      throws IOException {
    if (until.isBefore(now)) {
      throw new IOException("the %s ended on %s".formatted(what, until));
    }
    if (from.isAfter(now)) {
      throw new IOException("the %s begins only on %s".formatted(what, from));
    }
  }

  private static String name(X509Certificate certificate) {
    return certificate.getSubjectX500Principal().getName();
  }
}
