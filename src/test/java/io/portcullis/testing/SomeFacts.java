package io.portcullis.testing;

import io.portcullis.rule.AuthenticationFacts;
import io.portcullis.rule.AuthorizationFacts;
import io.portcullis.rule.BrokerFacts;
import io.portcullis.rule.ShownCertificateFacts;
import io.portcullis.rule.TlsFacts;
import java.util.List;
import java.util.Optional;

/** Facts of which a test names only what its rule looks at. */
public final class SomeFacts {

  private SomeFacts() {}

  /** TLS of a connector that names nothing itself and shows these certificates. */
  public static TlsFacts tls(ShownCertificateFacts shown) {
    return tls("", false, shown);
  }

  /**
   * TLS of a connector that names no protocols, cipher suites or keys itself.
   *
   * @param host the host that its URI names; empty for none
   * @param demandsCertificate whether nobody connects without a certificate
   * @param shown the certificates that it shows
   */
  public static TlsFacts tls(String host, boolean demandsCertificate, ShownCertificateFacts shown) {
    return new TlsFacts(
        List.of(),
        List.of(),
        demandsCertificate,
        false,
        Optional.of(host).filter(name -> !name.isEmpty()),
        shown);
  }

  /** A broker named b without connectors, links and plugins. */
  public static BrokerFacts broker(AuthenticationFacts logins, AuthorizationFacts rights) {
    return new BrokerFacts("b", List.of(), List.of(), List.of(), false, logins, rights);
  }
}
