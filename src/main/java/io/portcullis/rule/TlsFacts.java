package io.portcullis.rule;

import java.util.List;

/**
 * What a connector says about TLS.
 *
 * @param protocols the protocols that its options name; empty if they name none
 * @param cipherSuites the cipher suites that they name; empty if they name none
 * @param ownKeyStore whether its keys are in a store that its own options name
 */
public record TlsFacts(List<String> protocols, List<String> cipherSuites, boolean ownKeyStore) {

  /** Copies the lists. */
  public TlsFacts {
    protocols = List.copyOf(protocols);
    cipherSuites = List.copyOf(cipherSuites);
  }
}
