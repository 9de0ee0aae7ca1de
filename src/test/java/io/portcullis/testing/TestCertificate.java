package io.portcullis.testing;

import java.io.OutputStream;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.TrustManagerFactory;
import org.apache.activemq.broker.SslContext;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/**
 * A certificate that signed itself, and is as good or bad as a test wants it.
 *
 * @param keys its keys
 * @param signature the algorithm of its signature
 * @param names its names, DNS; an address where it looks like one
 * @param from from when on it is valid
 * @param until until when
 */
public record TestCertificate(
    KeyPair keys, String signature, List<String> names, Instant from, Instant until) {

  private static final Map<TestCertificate, X509Certificate> SIGNED = new ConcurrentHashMap<>();
  private static final char[] PASSWORD = "only-in-memory".toCharArray();

  /** For localhost, with a key of RSA, good for a year. */
  public static TestCertificate rsa(int bits) {
    return of("RSA", bits, "SHA256withRSA");
  }

  /** For localhost, with a key on one of NIST's curves, good for a year. */
  public static TestCertificate ec(int bits) {
    return of("EC", bits, "SHA256withECDSA");
  }

  /** For localhost, with a key of Ed25519, good for a year. */
  public static TestCertificate ed25519() {
    return of("Ed25519", 255, "Ed25519");
  }

  private static TestCertificate of(String algorithm, int bits, String signature) {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance(algorithm);
      if (!algorithm.equals("Ed25519")) {
        generator.initialize(bits);
      }
      Instant now = Instant.now();
      return new TestCertificate(
          generator.generateKeyPair(),
          signature,
          List.of("localhost", "127.0.0.1"),
          now.minus(Duration.ofHours(1)),
          now.plus(Duration.ofDays(365)));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  /** The same with another signature. */
  public TestCertificate signed(String algorithm) {
    return new TestCertificate(keys, algorithm, names, from, until);
  }

  /** The same for others. */
  public TestCertificate named(String... others) {
    return new TestCertificate(keys, signature, List.of(others), from, until);
  }

  /** The same at another time. */
  public TestCertificate valid(Instant start, Instant end) {
    return new TestCertificate(keys, signature, names, start, end);
  }

  /** The certificate itself; signed once, since each signature with EC is another. */
  public X509Certificate certificate() {
    return SIGNED.computeIfAbsent(this, TestCertificate::made);
  }

  private static X509Certificate made(TestCertificate certificate) {
    try {
      return certificate.sign();
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  private X509Certificate sign() throws Exception {
    X500Name name = new X500Name("CN=test");
    JcaX509v3CertificateBuilder builder =
        new JcaX509v3CertificateBuilder(
            name, BigInteger.ONE, Date.from(from), Date.from(until), name, keys.getPublic());
    if (!names.isEmpty()) {
      builder.addExtension(
          Extension.subjectAlternativeName,
          false,
          new GeneralNames(
              names.stream()
                  .map(
                      n ->
                          new GeneralName(
                              isAddress(n) ? GeneralName.iPAddress : GeneralName.dNSName, n))
                  .toArray(GeneralName[]::new)));
    }
    return new JcaX509CertificateConverter()
        .getCertificate(
            builder.build(new JcaContentSignerBuilder(signature).build(keys.getPrivate())));
  }

  private static boolean isAddress(String name) {
    return name.matches("[0-9.]+|[0-9a-fA-F]*:.*");
  }

  /** Writes its key and itself into a key store, PKCS #12. */
  public void store(Path file, String password) throws Exception {
    KeyStore store = emptyStore();
    store.setKeyEntry(
        "key", keys.getPrivate(), password.toCharArray(), new X509Certificate[] {certificate()});
    write(store, file, password);
  }

  /** Writes a trust store of these certificates, PKCS #12. */
  public static void trust(Path file, String password, TestCertificate... certificates)
      throws Exception {
    KeyStore store = emptyStore();
    for (TestCertificate each : certificates) {
      store.setCertificateEntry("trusted-" + store.size(), each.certificate());
    }
    write(store, file, password);
  }

  private static void write(KeyStore store, Path file, String password) throws Exception {
    try (OutputStream out = Files.newOutputStream(file)) {
      store.store(out, password.toCharArray());
    }
  }

  /** A broker's context with these certificates, which trusts those of {@link GatedBroker}. */
  public static SslContext context(TestCertificate... certificates) {
    try {
      return new SslContext(
          keyManagers(certificates), GatedBroker.trustManagers().getTrustManagers(), null);
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  /** A context with these certificates, which trusts another and nobody else. */
  public static SslContext trusting(TestCertificate other, TestCertificate... certificates) {
    try {
      KeyStore store = emptyStore();
      store.setCertificateEntry("other", other.certificate());
      TrustManagerFactory factory =
          TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
      factory.init(store);
      return new SslContext(keyManagers(certificates), factory.getTrustManagers(), null);
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  private static KeyManager[] keyManagers(TestCertificate... certificates) throws Exception {
    KeyStore store = emptyStore();
    for (TestCertificate each : Arrays.asList(certificates)) {
      store.setKeyEntry(
          "key-" + store.size(),
          each.keys.getPrivate(),
          PASSWORD,
          new X509Certificate[] {each.certificate()});
    }
    KeyManagerFactory factory =
        KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    factory.init(store, PASSWORD);
    return factory.getKeyManagers();
  }

  private static KeyStore emptyStore() throws Exception {
    KeyStore store = KeyStore.getInstance("PKCS12");
    store.load(null, null);
    return store;
  }
}
