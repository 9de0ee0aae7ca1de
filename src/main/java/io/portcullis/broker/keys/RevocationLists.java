package io.portcullis.broker.keys;

import static io.portcullis.broker.keys.IssuerSignatures.isSignedBy;

import java.security.cert.X509CRL;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Revocation lists that were read, and the authorities that may have signed them. Anybody can write
 * a list in the name of an issuer. It revokes nothing unless the issuer signed it.
 *
 * @param lists the lists
 * @param authorities the certificates of the trust store
 */
record RevocationLists(List<X509CRL> lists, List<X509Certificate> authorities) {

  /** Revokes nothing. */
  static final RevocationLists NONE = new RevocationLists(List.of(), List.of());

  /** Copies the lists. */
  RevocationLists {
    lists = List.copyOf(lists);
    authorities = List.copyOf(authorities);
  }

  /** Tells whether there is no list. */
  boolean isEmpty() {
    return lists.isEmpty();
  }

  /**
   * Returns the first revoked certificate of those that a client shows; empty if none is.
   *
   * @param shown the client's chain, as the handshake accepted it
   */
  Optional<X509Certificate> revokedOf(List<X509Certificate> shown) {
    return shown.stream()
        .filter(each -> lists.stream().anyMatch(list -> isRevoked(each, list, shown)))
        .findFirst();
  }

  private boolean isRevoked(X509Certificate one, X509CRL list, List<X509Certificate> shown) {
    if (!list.isRevoked(one)) {
      return false;
    }
    // A client may add any certificate to its chain. An issuer is known by what it signed.
    Stream<X509Certificate> issuers = shown.stream().filter(each -> isSignedBy(one, each));
    return Stream.concat(authorities.stream(), issuers).anyMatch(each -> isSignedBy(list, each));
  }
}
