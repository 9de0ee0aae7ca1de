package io.portcullis.demo;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.KeyStore;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.Date;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/**
 * A certificate authority of one's own and a certificate for a broker on this machine, for
 * development: EC P-256, good for 90 days, made anew when fewer than 30 are left.
 *
 * @param keyStore the broker's key and certificates, PKCS #12
 * @param trustStore the authority's certificate, PKCS #12, for Java clients
 * @param authorityPem the same, for other clients
 */
public record DevelopmentCertificates(Path keyStore, Path trustStore, Path authorityPem) {

  private static final String PKCS12 = "PKCS12";
  private static final int DAYS = 90;
  private static final int DAYS_LEFT_AT_LEAST = 30;
  private static final X500Name AUTHORITY = new X500Name("CN=Portcullis development authority");
  private static final X500Name BROKER = new X500Name("CN=localhost");

  /** The certificates in {@code folder}, made if they are not there or about to expire. */
  public static DevelopmentCertificates in(
      Path folder, String keyStorePassword, String trustStorePassword)
      throws IOException, GeneralSecurityException {
    DevelopmentCertificates certificates =
        new DevelopmentCertificates(
            folder.resolve("broker.p12"),
            folder.resolve("client-truststore.p12"),
            folder.resolve("ca.pem"));
    if (!certificates.areFresh(trustStorePassword)) {
      certificates.make(keyStorePassword, trustStorePassword);
    }
    return certificates;
  }

  private boolean areFresh(String password) throws IOException, GeneralSecurityException {
    if (!Files.exists(keyStore) || !Files.exists(trustStore) || !Files.exists(authorityPem)) {
      return false;
    }
    X509Certificate authority =
        (X509Certificate) load(trustStore, password).getCertificate("authority");
    Instant end = authority.getNotAfter().toInstant();
    return end.isAfter(Instant.now().plus(DAYS_LEFT_AT_LEAST, ChronoUnit.DAYS));
  }

  private void make(String keyStorePassword, String trustStorePassword)
      throws IOException, GeneralSecurityException {
    try {
      KeyPair authorityKeys = keys();
      X509Certificate authority = authority(authorityKeys);
      KeyPair brokerKeys = keys();
      X509Certificate broker = broker(brokerKeys, authorityKeys);

      KeyStore brokerStore = load(null, null);
      brokerStore.setKeyEntry(
          "broker",
          brokerKeys.getPrivate(),
          keyStorePassword.toCharArray(),
          new X509Certificate[] {broker, authority});
      store(brokerStore, keyStore, keyStorePassword);
      KeyStore clientStore = load(null, null);
      clientStore.setCertificateEntry("authority", authority);
      store(clientStore, trustStore, trustStorePassword);
      Files.writeString(authorityPem, pem(authority));
    } catch (OperatorCreationException e) {
      throw new GeneralSecurityException(e);
    }
  }

  /** A context for clients that trust the authority and nobody else. */
  public SSLContext clientContext(String trustStorePassword)
      throws IOException, GeneralSecurityException {
    TrustManagerFactory trust =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    trust.init(load(trustStore, trustStorePassword));
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(null, trust.getTrustManagers(), null);
    return context;
  }

  private static KeyPair keys() throws GeneralSecurityException {
    KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
    generator.initialize(new ECGenParameterSpec("secp256r1"));
    return generator.generateKeyPair();
  }

  private static X509Certificate authority(KeyPair keys)
      throws IOException, GeneralSecurityException, OperatorCreationException {
    X509v3CertificateBuilder builder = builder(AUTHORITY, keys);
    builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(0));
    builder.addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.keyCertSign));
    return sign(builder, keys);
  }

  private static X509Certificate broker(KeyPair keys, KeyPair authorityKeys)
      throws IOException, GeneralSecurityException, OperatorCreationException {
    X509v3CertificateBuilder builder = builder(BROKER, keys);
    builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(false));
    builder.addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.digitalSignature));
    builder.addExtension(
        Extension.extendedKeyUsage, false, new ExtendedKeyUsage(KeyPurposeId.id_kp_serverAuth));
    builder.addExtension(
        Extension.subjectAlternativeName,
        false,
        new GeneralNames(
            new GeneralName[] {
              new GeneralName(GeneralName.dNSName, "localhost"),
              new GeneralName(GeneralName.iPAddress, "127.0.0.1"),
              new GeneralName(GeneralName.iPAddress, "::1")
            }));
    return sign(builder, authorityKeys);
  }

  private static X509v3CertificateBuilder builder(X500Name subject, KeyPair keys) {
    Instant now = Instant.now();
    return new JcaX509v3CertificateBuilder(
        AUTHORITY,
        new BigInteger(127, new SecureRandom()),
        Date.from(now.minus(1, ChronoUnit.HOURS)),
        Date.from(now.plus(DAYS, ChronoUnit.DAYS)),
        subject,
        keys.getPublic());
  }

  private static X509Certificate sign(X509v3CertificateBuilder builder, KeyPair authorityKeys)
      throws GeneralSecurityException, OperatorCreationException {
    return new JcaX509CertificateConverter()
        .getCertificate(
            builder.build(
                new JcaContentSignerBuilder("SHA256withECDSA").build(authorityKeys.getPrivate())));
  }

  private static String pem(X509Certificate certificate) throws GeneralSecurityException {
    return "-----BEGIN CERTIFICATE-----\n%s\n-----END CERTIFICATE-----\n"
        .formatted(
            Base64.getMimeEncoder(64, "\n".getBytes(StandardCharsets.US_ASCII))
                .encodeToString(certificate.getEncoded()));
  }

  private static KeyStore load(Path file, String password)
      throws IOException, GeneralSecurityException {
    KeyStore store = KeyStore.getInstance(PKCS12);
    if (file == null) {
      store.load(null, null);
      return store;
    }
    try (InputStream in = Files.newInputStream(file)) {
      store.load(in, password.toCharArray());
    }
    return store;
  }

  private static void store(KeyStore store, Path file, String password)
      throws IOException, GeneralSecurityException {
    Files.deleteIfExists(file);
    Files.createFile(file);
    if (Files.getFileStore(file).supportsFileAttributeView("posix")) {
      Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
    }
    try (OutputStream out = Files.newOutputStream(file)) {
      store.store(out, password.toCharArray());
    }
  }
}
