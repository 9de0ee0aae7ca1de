package io.portcullis.broker.start;

import io.portcullis.rule.ConnectorFacts;
import java.util.List;

/**
 * A connector as it would listen.
 *
 * @param facts what is configured
 * @param protocols the TLS protocols that it would speak; empty where it would speak those that
 *     Java does, or none
 * @param cipherSuites its cipher suites; empty likewise
 */
public record ShownConnector(
    ConnectorFacts facts, List<String> protocols, List<String> cipherSuites) {

  /** Copies the lists. */
  public ShownConnector {
    protocols = List.copyOf(protocols);
    cipherSuites = List.copyOf(cipherSuites);
  }

  /** Whether nobody connects to it without a certificate. */
  public boolean demandsCertificate() {
    return facts.tls().isPresent() && facts.tls().get().demandsCertificate();
  }
}
