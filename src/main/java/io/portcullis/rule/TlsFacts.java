package io.portcullis.rule;

import java.util.List;
import java.util.Optional;

/**
 * The TLS options of a connector.
 *
 * @param protocols the protocols in its options; empty if there are none
 * @param cipherSuites the cipher suites in its options; empty if there are none
 * @param demandsCertificate whether clients must show a certificate
 * @param asksCertificate whether clients are asked for a certificate, which they must or may show
 * @param ownKeyStore whether its own options name the store of its keys
 * @param host the host name in its URI; empty if there is an address or none
 * @param shown the certificates that it shows
 */
public record TlsFacts(
    List<String> protocols,
    List<String> cipherSuites,
    boolean demandsCertificate,
    boolean asksCertificate,
    boolean ownKeyStore,
    Optional<String> host,
    ShownCertificateFacts shown) {

  /** Copies the lists. */
  public TlsFacts {
    protocols = List.copyOf(protocols);
    cipherSuites = List.copyOf(cipherSuites);
  }

  /** Creates options that ask for a certificate only if they demand one. */
  public TlsFacts(
      List<String> protocols,
      List<String> cipherSuites,
      boolean demandsCertificate,
      boolean ownKeyStore,
      Optional<String> host,
      ShownCertificateFacts shown) {
    this(protocols, cipherSuites, demandsCertificate, demandsCertificate, ownKeyStore, host, shown);
  }
}
