package io.portcullis.rule;

import java.util.List;

/**
 * The certificates that a connector shows, over all kinds of keys that a client may ask for.
 *
 * @param certificates the broker's own, each followed by the authorities' certificates that go with
 *     it
 * @param untold why there are none, in words; empty if there are some
 */
public record ShownCertificateFacts(List<CertificateFacts> certificates, String untold) {

  /** Copies the list. */
  public ShownCertificateFacts {
    certificates = List.copyOf(certificates);
  }

  /** Creates facts of these certificates. */
  public static ShownCertificateFacts of(List<CertificateFacts> certificates) {
    return new ShownCertificateFacts(certificates, "");
  }

  /** Creates facts without certificates, or with none that are visible. */
  public static ShownCertificateFacts untold(String why) {
    return new ShownCertificateFacts(List.of(), why);
  }
}
