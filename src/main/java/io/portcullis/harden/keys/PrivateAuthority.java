package io.portcullis.harden.keys;

import io.portcullis.enforce.RegularFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Makes a private certificate authority, and a certificate of it for a broker. Both have keys of EC
 * P-256. The authority may sign only certificates of hosts, and no other authority.
 *
 * <p>A certificate ends after 397 days, the longest that <a
 * href="https://support.apple.com/en-us/102028">Apple's</a> clients accept of public authorities.
 */
public final class PrivateAuthority {

  /** The name of the broker's key store. */
  public static final String KEY_STORE = "broker.p12";

  /** The name of the store with the authority's key. */
  public static final String AUTHORITY = "authority.p12";

  /** The name of the file with the authority's certificate. */
  public static final String CERTIFICATE = "authority.pem";

  /** The name of the trust store for Java clients. */
  public static final String TRUST_STORE = "trust.p12";

  /** All files that it makes. */
  public static final List<String> FILES = List.of(KEY_STORE, AUTHORITY, CERTIFICATE, TRUST_STORE);

  private static final int MOST_BYTES = 64 * 1024;
  private static final String BROKER_DAYS = "397";
  private static final String AUTHORITY_DAYS = "3650";
  private static final List<String> KEYS = List.of("-keyalg", "EC", "-groupname", "secp256r1");

  private final Path folder;
  private final Keytool keytool;

  private PrivateAuthority(Path folder) {
    this.folder = folder;
    this.keytool = new Keytool(folder);
  }

  /**
   * The passwords of the stores.
   *
   * @param broker that of the broker's keys
   * @param authority that of the authority's key
   * @param trust that of the trust store
   */
  public record StorePasswords(String broker, String authority, String trust) {}

  /**
   * Makes the files.
   *
   * @param parent an existing folder for temporary files, which nobody else may read
   * @param hosts the names and addresses of the broker
   * @return the files' contents, by their names
   * @throws IOException if keytool is not there or fails
   */
  public static Map<String, byte[]> make(Path parent, Set<String> hosts, StorePasswords passwords)
      throws IOException {
    Path folder = Files.createTempDirectory(parent, "keys");
    try {
      return new PrivateAuthority(folder).make(hosts, passwords);
    } finally {
      try (Stream<Path> files = Files.list(folder)) {
        for (Path file : files.toList()) {
          Files.delete(file);
        }
      }
      Files.delete(folder);
    }
  }

  private Map<String, byte[]> make(Set<String> hosts, StorePasswords passwords) throws IOException {
    String host = hosts.iterator().next();
    key(
        AUTHORITY,
        passwords.authority(),
        "CN=Private authority of " + host,
        AUTHORITY_DAYS,
        List.of(
            "-ext", "bc:critical=ca:true,pathlen:0", "-ext", "ku:critical=keyCertSign,cRLSign"));
    keytool.run(
        "-exportcert",
        AUTHORITY,
        passwords.authority(),
        "-alias",
        "key",
        "-rfc",
        "-file",
        CERTIFICATE);
    key(KEY_STORE, passwords.broker(), "CN=" + host, BROKER_DAYS, List.of());
    keytool.run("-certreq", KEY_STORE, passwords.broker(), "-alias", "key", "-file", "request.pem");
    sign(hosts, passwords.authority());
    trust(KEY_STORE, passwords.broker());
    keytool.run(
        "-importcert",
        KEY_STORE,
        passwords.broker(),
        "-alias",
        "key",
        "-file",
        "signed.pem",
        "-noprompt");
    keytool.run("-delete", KEY_STORE, passwords.broker(), "-alias", "authority");
    trust(TRUST_STORE, passwords.trust());
    Map<String, byte[]> made = new LinkedHashMap<>();
    for (String file : FILES) {
      made.put(file, RegularFile.read(folder.resolve(file), MOST_BYTES).bytes());
    }
    return made;
  }

  private void key(String store, String password, String name, String days, List<String> extensions)
      throws IOException {
    List<String> words = new ArrayList<>(KEYS);
    words.addAll(List.of("-alias", "key", "-sigalg", "SHA256withECDSA"));
    words.addAll(List.of("-dname", name, "-validity", days));
    words.addAll(extensions);
    keytool.run("-genkeypair", store, password, words.toArray(String[]::new));
  }

  private void sign(Set<String> hosts, String password) throws IOException {
    List<String> names = hosts.stream().map(PrivateAuthority::alternativeName).toList();
    keytool.run(
        "-gencert",
        AUTHORITY,
        password,
        "-alias",
        "key",
        "-infile",
        "request.pem",
        "-outfile",
        "signed.pem",
        "-rfc",
        "-sigalg",
        "SHA256withECDSA",
        "-validity",
        BROKER_DAYS,
        "-ext",
        "san=" + String.join(",", names),
        "-ext",
        "ku:critical=digitalSignature",
        "-ext",
        "eku=serverAuth");
  }

  private static String alternativeName(String host) {
    boolean address = host.contains(":") || host.matches("\\d{1,3}(\\.\\d{1,3}){3}");
    return (address ? "ip:" : "dns:") + host;
  }

  private void trust(String store, String password) throws IOException {
    keytool.run(
        "-importcert", store, password, "-alias", "authority", "-file", CERTIFICATE, "-noprompt");
  }
}
