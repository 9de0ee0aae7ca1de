package io.portcullis.broker.start;

import io.portcullis.rule.ConnectorFacts;
import java.util.List;

/**
 * A connector, as it would listen.
 *
 * @param facts its configuration
 * @param protocols the TLS protocols that it would use; empty if it has Java's defaults, or no TLS
 * @param cipherSuites its cipher suites; empty in the same cases
 */
public record ShownConnector(
    ConnectorFacts facts, List<String> protocols, List<String> cipherSuites) {

  /** Copies the lists. */
  public ShownConnector {
    protocols = List.copyOf(protocols);
    cipherSuites = List.copyOf(cipherSuites);
  }

  /** Tells whether clients must show a certificate. */
  public boolean demandsCertificate() {
    return facts.tls().isPresent() && facts.tls().get().demandsCertificate();
  }
}
