package io.portcullis.broker.transport;

import io.portcullis.rule.ShownCertificateFacts.Flaw;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.bouncycastle.asn1.ASN1OctetString;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.NameConstraintValidatorException;
import org.bouncycastle.asn1.x509.NameConstraints;
import org.bouncycastle.asn1.x509.PKIXNameConstraintValidator;

/**
 * Finds what is wrong with a chain of certificates. Each has to be signed by the next one. The root
 * may be left out, since clients have it.
 *
 * <p>Source: <a href="https://www.rfc-editor.org/rfc/rfc5246#section-7.4.2">RFC 5246</a> for the
 * order, <a href="https://www.rfc-editor.org/rfc/rfc5280#section-4.2.1.10">RFC 5280</a> for name
 * constraints.
 */
final class CertificateChain {

  private static final String NAME_CONSTRAINTS = "2.5.29.30";
  private static final String ALTERNATIVE_NAMES = "2.5.29.17";

  /** No chain is longer. Two authorities that signed each other would make it endless. */
  private static final int LONGEST = 20;

  private final List<X509Certificate> shown;
  private final List<X509Certificate> path;

  private CertificateChain(List<X509Certificate> shown) {
    this.shown = shown;
    this.path = path(shown.get(0), shown);
  }

  /**
   * Returns what is wrong with a chain.
   *
   * @param shown the chain as it is shown, the broker's own certificate first
   * @param known certificates of authorities that the broker knows besides
   */
  static List<Flaw> flaws(List<X509Certificate> shown, List<X509Certificate> known) {
    CertificateChain chain = new CertificateChain(shown);
    List<Flaw> flaws = new ArrayList<>();
    List<X509Certificate> aliens = new ArrayList<>(shown);
    aliens.removeAll(chain.path);
    if (!aliens.isEmpty()) {
      flaws.add(chain.flaw(Flaw.Kind.ALIEN, aliens));
    }
    List<X509Certificate> ordered = new ArrayList<>(shown);
    ordered.removeAll(aliens);
    if (!ordered.equals(chain.path)) {
      flaws.add(chain.flaw(Flaw.Kind.ORDER, chain.path));
    }
    List<X509Certificate> missing = chain.missing(known);
    if (!missing.isEmpty()) {
      flaws.add(chain.flaw(Flaw.Kind.INCOMPLETE, missing));
    }
    List<X509Certificate> excluding = chain.excluding();
    if (!excluding.isEmpty()) {
      flaws.add(chain.flaw(Flaw.Kind.EXCLUDED, excluding));
    }
    return flaws;
  }

  private Flaw flaw(Flaw.Kind kind, List<X509Certificate> others) {
    return new Flaw(
        kind,
        Certificates.facts(shown.get(0), true),
        others.stream().map(each -> each.getSubjectX500Principal().getName()).toList());
  }

  /** Returns a certificate, the one that signed it, and so on, as far as they are among others. */
  private static List<X509Certificate> path(X509Certificate from, List<X509Certificate> others) {
    List<X509Certificate> path = new ArrayList<>(List.of(from));
    Optional<X509Certificate> next = signerOf(from, others, path);
    while (next.isPresent() && path.size() < LONGEST) {
      path.add(next.get());
      next = signerOf(next.get(), others, path);
    }
    return path;
  }

  private static Optional<X509Certificate> signerOf(
      X509Certificate signed, List<X509Certificate> others, List<X509Certificate> path) {
    return isRoot(signed)
        ? Optional.empty()
        : others.stream()
            .filter(other -> !path.contains(other))
            .filter(other -> isSignedBy(signed, other))
            .findFirst();
  }

  private static boolean isRoot(X509Certificate certificate) {
    return isSignedBy(certificate, certificate);
  }

  private static boolean isSignedBy(X509Certificate signed, X509Certificate signer) {
    if (!signed.getIssuerX500Principal().equals(signer.getSubjectX500Principal())) {
      return false;
    }
    try {
      signed.verify(signer.getPublicKey());
      return true;
    } catch (GeneralSecurityException e) {
      return false;
    }
  }

  /** Returns the authorities behind the end of the chain that are known and no roots. */
  private List<X509Certificate> missing(List<X509Certificate> known) {
    List<X509Certificate> behind = path(path.get(path.size() - 1), known);
    return behind.stream().skip(1).filter(authority -> !isRoot(authority)).toList();
  }

  /** Returns the authorities in the chain whose name constraints exclude the broker's own. */
  private List<X509Certificate> excluding() {
    return path.stream().skip(1).filter(authority -> excludes(authority, path.get(0))).toList();
  }

  /**
   * Tells whether an authority excludes a name of a certificate. Java's own validator ignores the
   * constraints of a root, which other clients heed.
   */
  private static boolean excludes(X509Certificate authority, X509Certificate own) {
    byte[] extension = authority.getExtensionValue(NAME_CONSTRAINTS);
    if (extension == null) {
      return false;
    }
    try {
      NameConstraints constraints =
          NameConstraints.getInstance(ASN1OctetString.getInstance(extension).getOctets());
      PKIXNameConstraintValidator validator = new PKIXNameConstraintValidator();
      if (constraints.getPermittedSubtrees() != null) {
        validator.intersectPermittedSubtree(constraints.getPermittedSubtrees());
      }
      if (constraints.getExcludedSubtrees() != null) {
        Arrays.stream(constraints.getExcludedSubtrees()).forEach(validator::addExcludedSubtree);
      }
      for (GeneralName name : names(own)) {
        validator.checkPermitted(name);
        validator.checkExcluded(name);
      }
      return false;
    } catch (NameConstraintValidatorException e) {
      return true;
    } catch (IllegalArgumentException e) {
      return false; // constraints that nobody can read
    }
  }

  private static List<GeneralName> names(X509Certificate certificate) {
    List<GeneralName> names = new ArrayList<>();
    byte[] encodedOrNull = certificate.getExtensionValue(ALTERNATIVE_NAMES);
    if (encodedOrNull != null) {
      byte[] encoded = ASN1OctetString.getInstance(encodedOrNull).getOctets();
      names.addAll(List.of(GeneralNames.getInstance(encoded).getNames()));
    }
    X500Name subject = X500Name.getInstance(certificate.getSubjectX500Principal().getEncoded());
    if (subject.getRDNs().length > 0) {
      names.add(new GeneralName(subject));
    }
    return names;
  }
}
