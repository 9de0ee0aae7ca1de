package io.portcullis.esdk;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.security.interfaces.ECPublicKey;
import java.security.spec.ECGenParameterSpec;
import java.util.Base64;
import java.util.HexFormat;

/** Messages that anyone could sign, with a key pair of their own and without any data key. */
final class SelfSigned {
  private static final HexFormat HEX = HexFormat.of();

  private final String suite;
  private final int fieldLength;
  private final String digest;
  private final KeyPair keys;

  private SelfSigned(String suite, int fieldLength, String curve, String digest) {
    this.suite = suite;
    this.fieldLength = fieldLength;
    this.digest = digest;
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
      generator.initialize(new ECGenParameterSpec(curve));
      this.keys = generator.generateKeyPair();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  static SelfSigned p256() {
    return new SelfSigned("0214", 32, "secp256r1", "SHA256withECDSA");
  }

  static SelfSigned p384() {
    return new SelfSigned("0378", 48, "secp384r1", "SHA384withECDSA");
  }

  /** The compressed point in base64. */
  String publicKey() {
    ECPublicKey key = (ECPublicKey) keys.getPublic();
    byte[] x = key.getW().getAffineX().toByteArray();
    byte[] point = new byte[1 + fieldLength];
    int significant = Math.min(x.length, fieldLength);
    System.arraycopy(x, x.length - significant, point, point.length - significant, significant);
    point[0] = (byte) (key.getW().getAffineY().testBit(0) ? 3 : 2);
    return Base64.getEncoder().encodeToString(point);
  }

  /** Plaintext in the place of the content, and no signature yet. */
  AnnotatedHex unsigned(String publicKey) {
    byte[] value = publicKey.getBytes(StandardCharsets.UTF_8);
    String pairs =
        "0001 0015 6177732D63727970746F2D7075626C69632D6B6579 %04X".formatted(value.length)
            + HEX.formatHex(value);
    AnnotatedHex message = Messages.nonFramed();
    for (String field : Headers.PAIR_FIELDS) {
      message = message.with(field, "");
    }
    return message
        .with("algorithm suite id", suite)
        .with("key value pairs length", "%04X".formatted(27 + value.length) + pairs)
        .with("encrypted content", HEX.formatHex("hello".getBytes(StandardCharsets.US_ASCII)));
  }

  /** The message with its right signature. */
  AnnotatedHex signed() {
    AnnotatedHex unsigned = unsigned(publicKey());
    return withFooter(unsigned, sign(unsigned.bytes()));
  }

  static AnnotatedHex withFooter(AnnotatedHex unsigned, byte[] signature) {
    return unsigned.followedBy(
        AnnotatedHex.of(
            "%04X # signature length\n%s # signature"
                .formatted(signature.length, HEX.formatHex(signature))));
  }

  private byte[] sign(byte[] bytes) {
    try {
      Signature signer = Signature.getInstance(digest);
      signer.initSign(keys.getPrivate());
      signer.update(bytes);
      return signer.sign();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }
}
