package io.portcullis.broker.transport;

import io.portcullis.broker.platform.ConfigurationFault;
import io.portcullis.enforce.Finding;
import io.portcullis.enforce.RegularFile;
import io.portcullis.rule.Argument;
import io.portcullis.rule.Fault;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.Security;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.apache.activemq.spring.SpringSslContext;

/**
 * The type of a key store or trust store in {@code <sslContext>}. Which types exist depends on the
 * providers of this Java: JKS and PKCS12 always, PKCS11 if {@code java.security} configures it, PEM
 * only with a provider of others.
 *
 * @param attribute the attribute that names the type
 * @param type the type; ActiveMQ's default is JKS
 * @param location the store; empty if there is none
 */
record StoreType(String attribute, String type, Optional<String> location) {

  private static final Fault UNKNOWN =
      new Fault("key-store-type-unknown", "its %s is %s, and this Java reads only %s", "%4$s");
  private static final Fault PEM_FILE =
      new Fault("key-store-is-pem", "%s is a PEM file, which is no key store of type %s", "%3$s");

  private static final String KEYS = "keyStoreType";
  private static final List<String> USUAL =
      List.of("PKCS12", "JKS", "JCEKS", "DKS", "PKCS11", "PEM", "BKS", "BCFKS");

  private static final String PEM = "PEM";
  private static final String PEM_START = "-----BEGIN ";
  private static final String PLACEHOLDER = "${";

  /** The type of the key store. */
  static StoreType ofKeys(SpringSslContext context) {
    return new StoreType(
        KEYS, context.getKeyStoreType(), Optional.ofNullable(context.getKeyStore()));
  }

  /** The type of the trust store. */
  static StoreType ofTrust(SpringSslContext context) {
    return new StoreType(
        "trustStoreType",
        context.getTrustStoreType(),
        Optional.ofNullable(context.getTrustStore()));
  }

  /**
   * Returns why Java does not read the store as this type; empty if it may.
   *
   * @param inReach whether its file is read
   */
  Optional<Finding> fault(boolean inReach) throws IOException {
    if (location.isEmpty() || type.contains(PLACEHOLDER)) {
      return Optional.empty();
    }
    if (!Security.getAlgorithms("KeyStore").contains(type.toUpperCase(Locale.ROOT))) {
      return Optional.of(
          ConfigurationFault.of(
              KeyStoreFaults.WHERE,
              UNKNOWN,
              attribute,
              type,
              Argument.shown(readTypes()),
              Argument.shown(remedy())));
    }
    return inReach && !isPem() && !isOfToken() && holdsPem()
        ? Optional.of(
            ConfigurationFault.of(
                KeyStoreFaults.WHERE, PEM_FILE, location.get(), type, Argument.shown(pemRemedy())))
        : Optional.empty();
  }

  /** Returns the types that this Java reads. Bouncy Castle has many more names for the same. */
  private static List<String> readTypes() {
    Set<String> read = Security.getAlgorithms("KeyStore");
    return USUAL.stream().filter(read::contains).toList();
  }

  private boolean isPem() {
    return type.equalsIgnoreCase(PEM);
  }

  /** ActiveMQ opens a file for a token, too, and Java does not read it. */
  private boolean isOfToken() {
    return type.equalsIgnoreCase("PKCS11");
  }

  private boolean holdsPem() throws IOException {
    byte[] bytes =
        RegularFile.read(
                KeyStoreFaults.resource(location.orElseThrow()).getFile().toPath(),
                KeyStoreFaults.MOST_BYTES)
            .bytes();
    return new String(bytes, StandardCharsets.ISO_8859_1).stripLeading().startsWith(PEM_START);
  }

  private String remedy() {
    if (isPem()) {
      return pemRemedy();
    }
    if (isOfToken()) {
      return "put name=TOKEN and library=LIBRARY.so into FILE; write FILE behind SunPKCS11 in the line"
          + " security.provider.N=SunPKCS11 of java.security; name any file that is there as "
          + (isOfKeys() ? "keyStore" : "trustStore");
    }
    return ("run keytool -importkeystore -srckeystore \"%s\" -srcstoretype %s -destkeystore STORE.p12"
            + " -deststoretype PKCS12, with a Java that reads it; %s")
        .formatted(location.orElseThrow(), type, nameIt());
  }

  private String pemRemedy() {
    return isOfKeys()
        ? "run openssl pkcs12 -export -name broker -inkey KEY.pem -in CHAIN.pem -out STORE.p12; "
            + nameIt()
        : "run keytool -importcert -noprompt -alias authority -file AUTHORITY.pem -keystore STORE.p12"
            + " -storetype PKCS12 -storepass PASSWORD; "
            + nameIt();
  }

  private boolean isOfKeys() {
    return attribute.equals(KEYS);
  }

  private String nameIt() {
    String store = isOfKeys() ? "keyStore" : "trustStore";
    return "write %s=\"file:STORE.p12\" and %s=\"PKCS12\"".formatted(store, attribute);
  }
}
