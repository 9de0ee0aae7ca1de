package io.portcullis.rule;

import java.util.List;

/**
 * The certificates that a connector shows, over all kinds of keys that a client may ask for.
 *
 * @param certificates the broker's own, each followed by the authorities' certificates that go with
 *     it
 * @param untold why there are none, in words; empty if there are some
 * @param flaws what is wrong with their chains
 */
public record ShownCertificateFacts(
    List<CertificateFacts> certificates, String untold, List<Flaw> flaws) {

  /**
   * What is wrong with the chain of one of the broker's own certificates.
   *
   * @param kind what is wrong
   * @param own the broker's own certificate
   * @param others the subjects of the certificates that it is about, in the order of the chain
   */
  public record Flaw(Kind kind, CertificateFacts own, List<String> others) {

    /** The kinds of flaws. */
    public enum Kind {
      /** The chain is in another order; {@code others} is the right one. */
      ORDER,
      /** Certificates in the chain, {@code others}, signed nothing of it. */
      ALIEN,
      /** The chain lacks the certificates of authorities, {@code others}, which are no roots. */
      INCOMPLETE,
      /** The name constraints of an authority in the chain, {@code others}, exclude it. */
      EXCLUDED
    }

    /** Copies the list. */
    public Flaw {
      others = List.copyOf(others);
    }
  }

  /** Copies the lists. */
  public ShownCertificateFacts {
    certificates = List.copyOf(certificates);
    flaws = List.copyOf(flaws);
  }

  /** Creates facts of these certificates, with nothing wrong with their chains. */
  public static ShownCertificateFacts of(List<CertificateFacts> certificates) {
    return of(certificates, List.of());
  }

  /** Creates facts of these certificates. */
  public static ShownCertificateFacts of(List<CertificateFacts> certificates, List<Flaw> flaws) {
    return new ShownCertificateFacts(certificates, "", flaws);
  }

  /** Creates facts without certificates, or with none that are visible. */
  public static ShownCertificateFacts untold(String why) {
    return new ShownCertificateFacts(List.of(), why, List.of());
  }
}
