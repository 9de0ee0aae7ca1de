package io.portcullis.rule;

/**
 * The TLS session of a live connection.
 *
 * @param protocol the protocol's name in Java
 * @param cipherSuite the cipher suite's name in Java
 */
public record SessionFacts(String protocol, String cipherSuite) {

  /** The session of a transport that does not show it. */
  public static final SessionFacts UNKNOWN = new SessionFacts("unknown", "unknown");
}
