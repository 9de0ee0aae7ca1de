package io.portcullis.rule;

import java.util.List;
import java.util.Locale;
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
 * @param options the names of its options, as they are written
 */
public record TlsFacts(
    List<String> protocols,
    List<String> cipherSuites,
    boolean demandsCertificate,
    boolean asksCertificate,
    boolean ownKeyStore,
    Optional<String> host,
    ShownCertificateFacts shown,
    List<String> options) {

  /** Copies the lists. */
  public TlsFacts {
    protocols = List.copyOf(protocols);
    cipherSuites = List.copyOf(cipherSuites);
    options = List.copyOf(options);
  }

  /**
   * Creates options that are written as ActiveMQ documents them, and ask for a certificate only if
   * they demand one.
   */
  public TlsFacts(
      List<String> protocols,
      List<String> cipherSuites,
      boolean demandsCertificate,
      boolean ownKeyStore,
      Optional<String> host,
      ShownCertificateFacts shown) {
    this(
        protocols,
        cipherSuites,
        demandsCertificate,
        demandsCertificate,
        ownKeyStore,
        host,
        shown,
        List.of());
  }

  /** Returns the same options with other certificates. */
  TlsFacts showing(ShownCertificateFacts others) {
    return new TlsFacts(
        protocols,
        cipherSuites,
        demandsCertificate,
        asksCertificate,
        ownKeyStore,
        host,
        others,
        options);
  }

  /** Returns the names of all options that set a property or begin with its name. */
  String written(String property) {
    String end = "." + property.toLowerCase(Locale.ROOT);
    List<String> written =
        options.stream().filter(option -> option.toLowerCase(Locale.ROOT).contains(end)).toList();
    return written.isEmpty() ? "transport." + property : String.join(" and ", written);
  }
}
