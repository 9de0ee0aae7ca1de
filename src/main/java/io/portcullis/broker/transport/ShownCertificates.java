package io.portcullis.broker.transport;

import io.portcullis.rule.CertificateFacts;
import io.portcullis.rule.ShownCertificateFacts;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;

/**
 * Finds the certificates that an SSL context shows to clients, by handshakes in memory. A key store
 * may hold others. It makes one handshake for each kind of key, because a server with several keys
 * chooses by what the client offers.
 */
final class ShownCertificates {

  private static final List<String> TLS_1_3 =
      List.of("TLS_AES_128_GCM_SHA256", "TLS_AES_256_GCM_SHA384");
  private static final List<String> WITH_ECDSA =
      List.of("TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256", "TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384");
  private static final List<String> WITH_RSA =
      List.of("TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256", "TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384");

  private final SSLContext context;
  private final List<X509Certificate> known;
  private final Set<CertificateFacts> seen = new LinkedHashSet<>();
  private final Set<ShownCertificateFacts.Flaw> flaws = new LinkedHashSet<>();
  private Optional<String> failure = Optional.empty();

  private ShownCertificates(SSLContext context, List<X509Certificate> known) {
    this.context = context;
    this.known = known;
  }

  /**
   * Returns the certificates that servers with this context show.
   *
   * @param known the certificates of authorities that the broker knows, by which it can tell that
   *     one is missing
   */
  static ShownCertificateFacts of(SSLContext context, List<X509Certificate> known) {
    ShownCertificates shown = new ShownCertificates(context, known);
    shown.look("TLSv1.3", TLS_1_3);
    shown.look("TLSv1.2", WITH_ECDSA);
    shown.look("TLSv1.2", WITH_RSA);
    return shown.seen.isEmpty()
        ? ShownCertificateFacts.untold(shown.failure.orElse("a handshake shows none"))
        : ShownCertificateFacts.of(List.copyOf(shown.seen), List.copyOf(shown.flaws));
  }

  private void look(String protocol, List<String> suites) {
    try {
      X509Certificate[] chain = MemoryHandshake.chain(context, protocol, suites);
      for (int i = 0; i < chain.length; i++) {
        seen.add(Certificates.facts(chain[i], i == 0));
      }
      flaws.addAll(CertificateChain.flaws(List.of(chain), known));
    } catch (SSLException | GeneralSecurityException | RuntimeException e) {
      // Key managers are anybody's code; whatever they throw, nobody can connect.
      failure = failure.or(() -> Optional.of("a handshake fails: " + e.getMessage()));
    }
  }
}
