package io.portcullis.testing;

import java.io.OutputStream;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.apache.activemq.broker.SslContext;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.CRLReason;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.cert.X509v2CRLBuilder;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/** An authority whose certificates have serial numbers, and that revokes them. */
public final class RevokingAuthority {

  /** The password of all stores. */
  public static final String PASSWORD = GatedBroker.PASSWORD;

  private final X500Name name;
  private final KeyPair keys = ecKeys();
  private final X509Certificate certificate;

  /** The certificates that go with those it issues, its own first. */
  private final List<X509Certificate> chain;

  /** A key with the certificates that go with it, its own first. */
  public record Issued(KeyPair keys, List<X509Certificate> chain) {

    /** Copies the list. */
    public Issued {
      chain = List.copyOf(chain);
    }

    /** The serial number, in hexadecimal. */
    public String serial() {
      return chain.get(0).getSerialNumber().toString(16);
    }

    /** Writes a key store beside the file and puts it in its place, as a renewal should. */
    public Path store(Path file) throws Exception {
      Path fresh = file.resolveSibling(file.getFileName() + ".new");
      store(fresh, PASSWORD);
      return Files.move(
          fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    /** Writes a key store. */
    public void store(Path file, String password) throws Exception {
      KeyStore store = emptyStore();
      store.setKeyEntry(
          "key", keys.getPrivate(), password.toCharArray(), chain.toArray(new X509Certificate[0]));
      write(store, file, password);
    }
  }

  /** Makes an authority with new keys. */
  public RevokingAuthority() {
    this("CN=authority", null);
  }

  private RevokingAuthority(String own, RevokingAuthority aboveOrNull) {
    name = new X500Name(own);
    RevokingAuthority issuer = aboveOrNull == null ? this : aboveOrNull;
    try {
      Instant now = Instant.now();
      JcaX509v3CertificateBuilder builder =
          new JcaX509v3CertificateBuilder(
              issuer.name,
              BigInteger.ONE,
              Date.from(now.minus(Duration.ofDays(2))),
              Date.from(now.plus(Duration.ofDays(3650))),
              name,
              keys.getPublic());
      builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(true));
      certificate = issuer.sign(builder);
      chain =
          aboveOrNull == null
              ? List.of(certificate)
              : List.of(certificate, aboveOrNull.certificate);
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  /** Makes an authority with new keys, certified by this one. */
  public RevokingAuthority intermediate(String own) {
    return new RevokingAuthority(own, this);
  }

  /** Its own certificate. */
  public X509Certificate certificate() {
    return certificate;
  }

  /** Issues a certificate for localhost, good for a year. */
  public Issued issue(String subject, int serial) throws Exception {
    Instant now = Instant.now();
    return issue(
        subject, serial, ecKeys(), now.minus(Duration.ofHours(1)), now.plus(Duration.ofDays(365)));
  }

  /** Issues a certificate for localhost. */
  public Issued issue(String subject, int serial, KeyPair pair, Instant from, Instant until)
      throws Exception {
    JcaX509v3CertificateBuilder builder =
        new JcaX509v3CertificateBuilder(
            name,
            BigInteger.valueOf(serial),
            Date.from(from),
            Date.from(until),
            new X500Name("CN=" + subject),
            pair.getPublic());
    builder.addExtension(
        Extension.subjectAlternativeName,
        false,
        new GeneralNames(
            new GeneralName[] {
              new GeneralName(GeneralName.dNSName, "localhost"),
              new GeneralName(GeneralName.iPAddress, "127.0.0.1")
            }));
    List<X509Certificate> shown = new ArrayList<>(List.of(sign(builder)));
    shown.addAll(chain);
    return new Issued(pair, shown);
  }

  private X509Certificate sign(JcaX509v3CertificateBuilder builder) throws Exception {
    return new JcaX509CertificateConverter()
        .getCertificate(
            builder.build(new JcaContentSignerBuilder("SHA256withECDSA").build(keys.getPrivate())));
  }

  /** Writes a trust store that holds its certificate. */
  public Path trust(Path file) throws Exception {
    KeyStore store = emptyStore();
    store.setCertificateEntry("authority", certificate);
    write(store, file, PASSWORD);
    return file;
  }

  /** Writes a trust store that holds nothing. */
  public static void emptyTrust(Path file) throws Exception {
    write(emptyStore(), file, PASSWORD);
  }

  /** Writes a list of revoked serial numbers, good for a day. */
  public Path revoke(Path file, int... serials) throws Exception {
    return revoke(file, Instant.now().plus(Duration.ofDays(1)), serials);
  }

  /** Writes a list of revoked serial numbers that ends. */
  public Path revoke(Path file, Instant end, int... serials) throws Exception {
    Date begin = Date.from(Instant.now().minus(Duration.ofDays(1)));
    X509v2CRLBuilder builder = new X509v2CRLBuilder(name, begin);
    builder.setNextUpdate(Date.from(end));
    for (int serial : serials) {
      builder.addCRLEntry(BigInteger.valueOf(serial), begin, CRLReason.keyCompromise);
    }
    Path fresh = file.resolveSibling(file.getFileName() + ".new");
    Files.write(
        fresh,
        builder
            .build(new JcaContentSignerBuilder("SHA256withECDSA").build(keys.getPrivate()))
            .getEncoded());
    return Files.move(
        fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }

  /** A context for clients that trust this authority, with certificates of their own or none. */
  public SslContext client(Issued... own) throws Exception {
    KeyStore store = emptyStore();
    store.setCertificateEntry("authority", certificate);
    TrustManagerFactory trust =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    trust.init(store);
    KeyStore mine = emptyStore();
    for (Issued each : own) {
      mine.setKeyEntry(
          "key-" + mine.size(),
          each.keys.getPrivate(),
          PASSWORD.toCharArray(),
          each.chain.toArray(new X509Certificate[0]));
    }
    KeyManagerFactory managers =
        KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    managers.init(mine, PASSWORD.toCharArray());
    return new SslContext(managers.getKeyManagers(), trust.getTrustManagers(), null);
  }

  /** The same for clients that take a context of the JDK. */
  public SSLContext context(Issued... own) throws Exception {
    return client(own).getSSLContext();
  }

  /** New keys on P-256. */
  public static KeyPair ecKeys() {
    return keys("EC", 256);
  }

  /** New keys of RSA. */
  public static KeyPair rsaKeys(int bits) {
    return keys("RSA", bits);
  }

  private static KeyPair keys(String algorithm, int bits) {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance(algorithm);
      generator.initialize(bits);
      return generator.generateKeyPair();
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  private static KeyStore emptyStore() throws Exception {
    KeyStore store = KeyStore.getInstance("PKCS12");
    store.load(null, null);
    return store;
  }

  private static void write(KeyStore store, Path file, String password) throws Exception {
    try (OutputStream out = Files.newOutputStream(file)) {
      store.store(out, password.toCharArray());
    }
  }
}
