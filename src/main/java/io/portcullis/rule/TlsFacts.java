package io.portcullis.rule;

import java.util.List;
import java.util.Optional;

/**
 * What a connector says about TLS.
 *
 * @param protocols the protocols that its options name; empty if they name none
 * @param cipherSuites the cipher suites that they name; empty if they name none
 * @param demandsCertificate whether nobody connects without a certificate
 * @param ownKeyStore whether its keys are in a store that its own options name
 * @param host the host that its URI names; empty where it has an address, or none
 * @param shown the certificates that it shows
 */
public record TlsFacts(
    List<String> protocols,
    List<String> cipherSuites,
    boolean demandsCertificate,
    boolean ownKeyStore,
    Optional<String> host,
    ShownCertificateFacts shown) {

  /** Copies the lists. */
  public TlsFacts {
    protocols = List.copyOf(protocols);
    cipherSuites = List.copyOf(cipherSuites);
  }
}
