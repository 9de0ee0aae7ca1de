package io.portcullis.broker.keys;

import io.portcullis.broker.transport.TlsInspector;
import io.portcullis.enforce.RegularFile;
import io.portcullis.rule.ShownCertificateFacts;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.security.GeneralSecurityException;
import java.security.cert.CRL;
import java.security.cert.CertificateFactory;
import java.security.cert.X509CRL;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import javax.net.ssl.SSLContext;
import org.apache.activemq.spring.SpringSslContext;
import org.apache.activemq.spring.Utils;
import org.springframework.core.io.Resource;

/**
 * What the files of an {@code <sslContext>} hold now. It is not in use.
 *
 * @param fresh a context with the same properties
 * @param context its SSL context
 * @param shown the certificates that a server with it shows
 * @param revocations the revocation lists
 */
record LoadedContext(
    SpringSslContext fresh,
    SSLContext context,
    ShownCertificateFacts shown,
    List<X509CRL> revocations) {

  private static final int MOST_BYTES = 64 << 20;

  /** Copies the list. */
  LoadedContext {
    revocations = List.copyOf(revocations);
  }

  /**
   * Reads the files of a context.
   *
   * @param clock the clock that dates are checked by
   * @throws IOException if a file cannot be read, or no client could connect; the message says why
   */
  static LoadedContext of(SpringSslContext used, Clock clock) throws IOException {
    checkAlone("key store", used.getKeyStore(), copy(used, true, false));
    checkAlone("trust store", used.getTrustStore(), copy(used, false, true));
    List<X509CRL> revocations = revocations(used.getCrlPath());
    SpringSslContext fresh = copy(used, true, true);
    try {
      fresh.afterPropertiesSet();
      SSLContext context = fresh.getSSLContext();
      LoadedContext loaded =
          new LoadedContext(
              fresh, context, TlsInspector.shown(context, fresh.getTrustManagers()), revocations);
      StoreChecks.check(loaded, clock);
      return loaded;
    } catch (IOException e) {
      throw e;
    } catch (Exception e) {
      // Providers fail in many ways, and each keeps handshakes from succeeding.
      throw new IOException("no SSL context can be made of it: " + reason(e), e);
    }
  }

  /** Loads one store alone, so that an error names it. */
  private static void checkAlone(String what, String locationOrNull, SpringSslContext alone)
      throws IOException {
    if (locationOrNull == null) {
      return;
    }
    try {
      bytes(locationOrNull);
      alone.afterPropertiesSet();
    } catch (Exception e) {
      // Stores and providers fail in many ways.
      throw new IOException("%s %s: %s".formatted(what, locationOrNull, reason(e)), e);
    }
  }

  /** Returns the revocation lists, with the authorities of the trust store. */
  RevocationLists lists() {
    return new RevocationLists(revocations, StoreChecks.authorities(fresh.getTrustManagers()));
  }

  private static SpringSslContext copy(SpringSslContext used, boolean keys, boolean trust)
      throws IOException {
    SpringSslContext copy = new SpringSslContext();
    copy.setProtocol(used.getProtocol());
    copy.setProvider(used.getProvider());
    copy.setSecureRandom(used.getSecureRandom());
    copy.setSecureRandomAlgorithm(used.getSecureRandomAlgorithm());
    if (keys) {
      copy.setKeyStore(used.getKeyStore());
      copy.setKeyStoreType(used.getKeyStoreType());
      copy.setKeyStoreAlgorithm(used.getKeyStoreAlgorithm());
      copy.setKeyStorePassword(used.getKeyStorePassword());
      copy.setKeyStoreKeyPassword(used.getKeyStoreKeyPassword());
    }
    if (trust) {
      copy.setTrustStore(used.getTrustStore());
      copy.setTrustStoreType(used.getTrustStoreType());
      copy.setTrustStoreAlgorithm(used.getTrustStoreAlgorithm());
      copy.setTrustStorePassword(used.getTrustStorePassword());
      copy.setCrlPath(keys ? used.getCrlPath() : null);
    }
    return copy;
  }

  private static List<X509CRL> revocations(String locationOrNull) throws IOException {
    if (locationOrNull == null) {
      return List.of();
    }
    List<X509CRL> lists = new ArrayList<>();
    try {
      for (CRL each :
          CertificateFactory.getInstance("X.509")
              .generateCRLs(new ByteArrayInputStream(bytes(locationOrNull)))) {
        lists.add((X509CRL) each);
      }
    } catch (GeneralSecurityException | IOException e) {
      throw new IOException("revocation list %s: %s".formatted(locationOrNull, reason(e)), e);
    }
    if (lists.isEmpty()) {
      throw new IOException("revocation list %s: it holds no list".formatted(locationOrNull));
    }
    return lists;
  }

  /** Reads a location. A pipe or a device is refused, because it may never end. */
  private static byte[] bytes(String location) throws IOException {
    Resource resource = Utils.resourceFromString(location);
    return resource.isFile()
        ? RegularFile.read(resource.getFile().toPath(), MOST_BYTES).bytes()
        : resource.getInputStream().readNBytes(MOST_BYTES);
  }

  private static String reason(Exception e) {
    if (e instanceof NoSuchFileException) {
      return "it is not there";
    }
    String reason = e instanceof IOException fault ? RegularFile.reason(fault) : e.getMessage();
    return reason == null ? "it is cut off, or no such file" : reason;
  }
}
