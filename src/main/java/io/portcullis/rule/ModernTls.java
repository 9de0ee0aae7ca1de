package io.portcullis.rule;

import io.portcullis.policy.TlsVersion;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * The list of accepted TLS protocols and cipher suites, by their Java names.
 *
 * <p>The suites use a new key for each session, authenticate the broker, and encrypt and
 * authenticate in one step. DHE is not in the list, as in browsers: the server chooses its groups,
 * and some are weak.
 *
 * <p>Source: <a href="https://www.rfc-editor.org/rfc/rfc9325#section-4.2">RFC 9325, section
 * 4.2</a>, for TLS 1.2, and with it ChaCha20-Poly1305 (<a
 * href="https://www.rfc-editor.org/rfc/rfc7905">RFC 7905</a>); <a
 * href="https://www.rfc-editor.org/rfc/rfc8446#appendix-B.4">RFC 8446, appendix B.4</a>, for TLS
 * 1.3.
 */
public final class ModernTls {

  private static final List<String> OF_TLS_1_3 =
      List.of("TLS_AES_256_GCM_SHA384", "TLS_AES_128_GCM_SHA256", "TLS_CHACHA20_POLY1305_SHA256");

  private static final List<String> OF_TLS_1_2 =
      List.of(
          "TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384",
          "TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256",
          "TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256",
          "TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384",
          "TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256",
          "TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305_SHA256");

  private static final List<String> ALL =
      Stream.of(OF_TLS_1_3, OF_TLS_1_2).flatMap(List::stream).toList();

  private final List<String> protocols;
  private final List<String> cipherSuites;

  /** Accepts this version and later ones. */
  public ModernTls(TlsVersion minimum) {
    this.protocols = minimum.andLater();
    this.cipherSuites = minimum == TlsVersion.TLS_1_3 ? OF_TLS_1_3 : ALL;
  }

  /** Returns the protocols, the earliest first. */
  public List<String> protocols() {
    return protocols;
  }

  /** Returns the cipher suites of these protocols, the best first. */
  public List<String> cipherSuites() {
    return cipherSuites;
  }

  /** Returns the protocols of a list that are not accepted. */
  List<String> weakProtocols(List<String> named) {
    return without(protocols, named);
  }

  /** Returns the cipher suites of a list that are not accepted. */
  List<String> weakCipherSuites(List<String> named) {
    return without(ALL, named);
  }

  private static List<String> without(List<String> good, List<String> named) {
    List<String> weak = new ArrayList<>(named);
    weak.removeAll(good);
    return weak;
  }
}
