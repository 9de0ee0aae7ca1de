package io.portcullis.broker.transport;

import io.portcullis.rule.CertificateFacts;
import java.io.IOException;
import java.security.AlgorithmParameters;
import java.security.GeneralSecurityException;
import java.security.PublicKey;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.EdECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.PSSParameterSpec;
import java.util.Collection;
import java.util.List;
import java.util.Set;

/** Reads certificates into facts. */
final class Certificates {

  private static final String PSS = "RSASSA-PSS";

  /** The kinds of names that stand for hosts: dNSName and iPAddress. */
  private static final Set<Integer> HOSTS = Set.of(2, 7);

  private Certificates() {}

  /**
   * Returns the facts of a certificate.
   *
   * @param own whether its key is the one in use
   */
  static CertificateFacts facts(X509Certificate certificate, boolean own) {
    PublicKey key = certificate.getPublicKey();
    return new CertificateFacts(
        certificate.getSubjectX500Principal().getName(),
        certificate.getSerialNumber().toString(16),
        own,
        certificate.getSubjectX500Principal().equals(certificate.getIssuerX500Principal()),
        names(certificate),
        certificate.getNotBefore().toInstant(),
        certificate.getNotAfter().toInstant(),
        key instanceof EdECPublicKey edwards ? edwards.getParams().getName() : key.getAlgorithm(),
        bits(key),
        signature(certificate));
  }

  private static int bits(PublicKey key) {
    if (key instanceof RSAPublicKey rsa) {
      return rsa.getModulus().bitLength();
    }
    return key instanceof ECPublicKey ec ? ec.getParams().getCurve().getField().getFieldSize() : 0;
  }

  private static List<String> names(X509Certificate certificate) {
    try {
      Collection<List<?>> names = certificate.getSubjectAlternativeNames();
      return names == null
          ? List.of()
          : names.stream()
              .filter(name -> HOSTS.contains(name.get(0)))
              .map(name -> String.valueOf(name.get(1)))
              .toList();
    } catch (CertificateParsingException e) {
      return List.of();
    }
  }

  /**
   * Returns the signature algorithm. RSASSA-PSS has its digest in the parameters. If they are
   * missing, the digest is unknown.
   */
  private static String signature(X509Certificate certificate) {
    String name = certificate.getSigAlgName();
    byte[] encoded = certificate.getSigAlgParams();
    if (!name.equals(PSS) || encoded == null) {
      return name;
    }
    try {
      AlgorithmParameters parameters = AlgorithmParameters.getInstance(PSS);
      parameters.init(encoded);
      PSSParameterSpec spec = parameters.getParameterSpec(PSSParameterSpec.class);
      return "%s %s".formatted(PSS, spec.getDigestAlgorithm());
    } catch (GeneralSecurityException | IOException e) {
      return name;
    }
  }
}
