package io.portcullis.rule;

import java.time.Instant;
import java.util.List;

/**
 * A certificate that a connector shows to its clients.
 *
 * @param subject its subject, such as {@code CN=broker.example.com}
 * @param serial its serial number, in hexadecimal
 * @param own whether it is the broker's own; if not, it belongs to an authority and is shown with
 *     it
 * @param selfSigned whether its subject issued it
 * @param names the names and addresses that it covers
 * @param from the first instant at which it is valid
 * @param until the last instant at which it is valid
 * @param keyAlgorithm {@code RSA}, {@code EC}, {@code Ed25519} and the like
 * @param keyBits the length of an RSA modulus or of a curve's field; 0 if nobody can tell
 * @param signature the algorithm that it is signed with, such as {@code SHA256withRSA}; with {@code
 *     RSASSA-PSS} the digest behind it, such as {@code RSASSA-PSS SHA-256}
 */
public record CertificateFacts(
    String subject,
    String serial,
    boolean own,
    boolean selfSigned,
    List<String> names,
    Instant from,
    Instant until,
    String keyAlgorithm,
    int keyBits,
    String signature) {

  /** Copies the list. */
  public CertificateFacts {
    names = List.copyOf(names);
  }

  /** Describes its key, such as {@code RSA 2048} or {@code Ed25519}. */
  public String key() {
    return keyBits == 0 ? keyAlgorithm : "%s %d".formatted(keyAlgorithm, keyBits);
  }

  /** Describes the certificate for a connector's violation. */
  public String what() {
    return "its %scertificate %s".formatted(own ? "" : "authority's ", subject);
  }
}
