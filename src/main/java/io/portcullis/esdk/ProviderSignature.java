package io.portcullis.esdk;

import io.portcullis.esdk.AlgorithmSuite.Signing;
import java.security.GeneralSecurityException;
import java.security.InvalidKeyException;
import java.security.KeyFactory;
import java.security.Provider;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.X509EncodedKeySpec;
import java.util.Arrays;
import java.util.HexFormat;

/**
 * Verifies signatures of one curve with a security provider of the JVM. The provider has to read
 * compressed points; not each does. Not thread-safe.
 */
final class ProviderSignature {
  /** A SubjectPublicKeyInfo up to the point, with the lengths of a compressed one. */
  private static final String P256_START = "3039301306072A8648CE3D020106082A8648CE3D030107032200";

  private static final String P384_START = "3046301006072A8648CE3D020106052B81040022033200";

  private final Provider provider;
  private final KeyFactory keys;
  private final Signature signature;
  private final byte[] encodedKey;
  private final int pointAt;

  /**
   * Makes one.
   *
   * @throws GeneralSecurityException if the provider does not verify such signatures
   */
  ProviderSignature(Provider provider, Signing signing) throws GeneralSecurityException {
    this.provider = provider;
    keys = KeyFactory.getInstance("EC", provider);
    signature = Signature.getInstance(signing.algorithm(), provider);
    byte[] start = HexFormat.of().parseHex(signing == Signing.P256 ? P256_START : P384_START);
    pointAt = start.length;
    encodedKey = Arrays.copyOf(start, pointAt + 1 + signing.fieldLength());
  }

  Provider provider() {
    return provider;
  }

  /**
   * Says whether the bytes between {@code from} and {@code to} were signed. The signature stands
   * behind them.
   *
   * @param point a compressed point, and perhaps more bytes
   * @throws GeneralSecurityException if the point or the signature is none
   */
  boolean verifies(byte[] point, byte[] bytes, int from, int to, int at, int length)
      throws GeneralSecurityException {
    System.arraycopy(point, 0, encodedKey, pointAt, encodedKey.length - pointAt);
    PublicKey key = keys.generatePublic(new X509EncodedKeySpec(encodedKey));
    if (key == null) {
      throw new InvalidKeyException("the provider makes no key of a point");
    }
    signature.initVerify(key);
    signature.update(bytes, from, to - from);
    return signature.verify(bytes, at, length);
  }
}
