package io.portcullis.testing;

import java.math.BigInteger;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Date;
import java.util.concurrent.atomic.AtomicLong;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.GeneralSubtree;
import org.bouncycastle.asn1.x509.NameConstraints;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/**
 * An authority that issues certificates, and may be issued by another one.
 *
 * @param keys its keys
 * @param certificate its own certificate
 */
public record TestAuthority(KeyPair keys, X509Certificate certificate) {

  private static final AtomicLong SERIAL = new AtomicLong(1);
  private static final char[] PASSWORD = "only-in-memory".toCharArray();

  /** A root. */
  public static TestAuthority root(String name) throws Exception {
    KeyPair keys = newKeys();
    X500Name subject = new X500Name("CN=" + name);
    return new TestAuthority(keys, sign(builder(subject, subject, keys), null, keys));
  }

  /** A root that permits names in some DNS domains and no others. */
  public static TestAuthority rootFor(String name, String... permitted) throws Exception {
    KeyPair keys = newKeys();
    X500Name subject = new X500Name("CN=" + name);
    return new TestAuthority(keys, sign(builder(subject, subject, keys), only(permitted), keys));
  }

  /** An authority below this one. */
  public TestAuthority below(String name) throws Exception {
    KeyPair below = newKeys();
    return new TestAuthority(
        below, sign(builder(issuer(), new X500Name("CN=" + name), below), null, keys));
  }

  /** An authority below this one that permits names in some DNS domains and no others. */
  public TestAuthority belowFor(String name, String... permitted) throws Exception {
    KeyPair below = newKeys();
    return new TestAuthority(
        below, sign(builder(issuer(), new X500Name("CN=" + name), below), only(permitted), keys));
  }

  /** A certificate for DNS names. */
  public TestAuthority issue(String... names) throws Exception {
    KeyPair own = newKeys();
    JcaX509v3CertificateBuilder builder = builder(issuer(), new X500Name("CN=broker"), own);
    builder.addExtension(
        Extension.subjectAlternativeName,
        false,
        new GeneralNames(
            Arrays.stream(names)
                .map(name -> new GeneralName(GeneralName.dNSName, name))
                .toArray(GeneralName[]::new)));
    return new TestAuthority(own, signed(builder, keys));
  }

  /** A server's keys with this certificate and these behind it, in any order. */
  public KeyManager[] keyManagers(TestAuthority... behind) throws Exception {
    KeyManagerFactory factory =
        KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    factory.init(store(behind), PASSWORD);
    return factory.getKeyManagers();
  }

  /** A trust store with this authority and no other. */
  public TrustManager[] trustManagers() throws Exception {
    KeyStore store = KeyStore.getInstance("PKCS12");
    store.load(null, null);
    store.setCertificateEntry("authority", certificate);
    TrustManagerFactory factory =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    factory.init(store);
    return factory.getTrustManagers();
  }

  /** PKCS #12 takes no chain that is out of order, but JKS does. */
  private KeyStore store(TestAuthority... behind) throws Exception {
    KeyStore store = KeyStore.getInstance("JKS");
    store.load(null, null);
    store.setKeyEntry("broker", keys.getPrivate(), PASSWORD, chain(behind));
    return store;
  }

  private X509Certificate[] chain(TestAuthority... behind) {
    X509Certificate[] chain = new X509Certificate[behind.length + 1];
    chain[0] = certificate;
    for (int i = 0; i < behind.length; i++) {
      chain[i + 1] = behind[i].certificate;
    }
    return chain;
  }

  private X500Name issuer() {
    return X500Name.getInstance(certificate.getSubjectX500Principal().getEncoded());
  }

  private static KeyPair newKeys() throws Exception {
    KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
    generator.initialize(256);
    return generator.generateKeyPair();
  }

  private static JcaX509v3CertificateBuilder builder(
      X500Name issuer, X500Name subject, KeyPair of) {
    Instant now = Instant.now();
    return new JcaX509v3CertificateBuilder(
        issuer,
        BigInteger.valueOf(SERIAL.getAndIncrement()),
        Date.from(now.minus(Duration.ofHours(1))),
        Date.from(now.plus(Duration.ofDays(365))),
        subject,
        of.getPublic());
  }

  private static NameConstraints only(String... permitted) {
    return new NameConstraints(
        Arrays.stream(permitted)
            .map(name -> new GeneralSubtree(new GeneralName(GeneralName.dNSName, name)))
            .toArray(GeneralSubtree[]::new),
        null);
  }

  private static X509Certificate sign(
      JcaX509v3CertificateBuilder builder, NameConstraints constraintsOrNull, KeyPair by)
      throws Exception {
    builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(true));
    if (constraintsOrNull != null) {
      builder.addExtension(Extension.nameConstraints, true, constraintsOrNull);
    }
    return signed(builder, by);
  }

  private static X509Certificate signed(JcaX509v3CertificateBuilder builder, KeyPair by)
      throws Exception {
    return new JcaX509CertificateConverter()
        .getCertificate(
            builder.build(new JcaContentSignerBuilder("SHA256withECDSA").build(by.getPrivate())));
  }
}
