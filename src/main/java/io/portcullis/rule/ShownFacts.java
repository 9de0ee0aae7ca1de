package io.portcullis.rule;

import java.util.List;

/**
 * The certificates that a connector shows, whichever keys a client asks for.
 *
 * @param certificates the broker's own, each followed by those of authorities that go with it
 * @param untold why there are none, in words; empty if there are some
 */
public record ShownFacts(List<CertificateFacts> certificates, String untold) {

  /** Copies the list. */
  public ShownFacts {
    certificates = List.copyOf(certificates);
  }

  /** These certificates. */
  public static ShownFacts of(List<CertificateFacts> certificates) {
    return new ShownFacts(certificates, "");
  }

  /** None, or none that somebody can see. */
  public static ShownFacts untold(String why) {
    return new ShownFacts(List.of(), why);
  }
}
