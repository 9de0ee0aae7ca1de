package io.portcullis.harden.keys;

import io.portcullis.enforce.RegularFile;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** The key store that the operator gives. */
public final class GivenKeyStore {

  private static final int MOST_BYTES = 16 * 1024 * 1024;

  private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9_-][A-Za-z0-9._-]*");

  private final String name;
  private final String type;
  private final byte[] bytes;

  private GivenKeyStore(String name, String type, byte[] bytes) {
    this.name = name;
    this.type = type;
    this.bytes = bytes;
  }

  /**
   * Returns its name, without a folder. One that a URI or Spring may read otherwise is replaced.
   */
  public String name() {
    if (PLAIN.matcher(name).matches()) {
      return name;
    }
    return type.equals("JKS") ? "keystore.jks" : "keystore.p12";
  }

  /** Returns {@code PKCS12} or {@code JKS}. */
  public String type() {
    return type;
  }

  /** Returns its content. */
  public byte[] bytes() {
    return bytes.clone();
  }

  /** The first bytes of a JCEKS store, which {@code keytool} makes into PKCS #12. */
  private static final byte[] JCEKS = {(byte) 0xCE, (byte) 0xCE, (byte) 0xCE, (byte) 0xCE};

  /** Says how to make a file into a key store that the broker reads; empty if nobody knows. */
  private static Optional<String> otherKind(Path file, byte[] bytes) {
    if (new String(bytes, StandardCharsets.ISO_8859_1).stripLeading().startsWith("-----BEGIN ")) {
      return Optional.of(
          ("%s is a PEM file, and no key store; run openssl pkcs12 -export -name broker -inkey KEY.pem"
                  + " -in CHAIN.pem -out STORE.p12, and give STORE.p12")
              .formatted(file));
    }
    if (bytes.length >= JCEKS.length
        && Arrays.equals(bytes, 0, JCEKS.length, JCEKS, 0, JCEKS.length)) {
      return Optional.of(
          ("%1$s is a JCEKS key store; run keytool -importkeystore -srckeystore \"%1$s\" -srcstoretype"
                  + " JCEKS -destkeystore STORE.p12 -deststoretype PKCS12, and give STORE.p12")
              .formatted(file));
    }
    return Optional.empty();
  }

  /**
   * Reads it.
   *
   * @throws IOException if it is no key store, has no key, or has another password
   */
  public static GivenKeyStore of(Path file, String password) throws IOException {
    byte[] bytes = RegularFile.read(file, MOST_BYTES).bytes();
    Optional<String> other = otherKind(file, bytes);
    if (other.isPresent()) {
      throw new IOException(other.get());
    }
    IOException last = new IOException("%s is no key store".formatted(file));
    for (String type : List.of("PKCS12", "JKS")) {
      try {
        if (!hasKey(type, bytes, password.toCharArray())) {
          throw new IOException("%s has no key that its password opens".formatted(file));
        }
        return new GivenKeyStore(file.getFileName().toString(), type, bytes);
      } catch (GeneralSecurityException e) {
        last = new IOException("%s has a key with another password".formatted(file), e);
      } catch (IOException e) {
        last =
            new IOException(
                "%s cannot be read as a key store: %s".formatted(file, e.getMessage()), e);
      }
    }
    throw last;
  }

  private static boolean hasKey(String type, byte[] bytes, char[] password)
      throws IOException, GeneralSecurityException {
    KeyStore store = KeyStore.getInstance(type);
    store.load(new ByteArrayInputStream(bytes), password);
    for (String alias : Collections.list(store.aliases())) {
      if (store.isKeyEntry(alias) && store.getKey(alias, password) != null) {
        return true;
      }
    }
    return false;
  }
}
