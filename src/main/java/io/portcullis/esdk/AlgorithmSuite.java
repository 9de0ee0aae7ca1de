package io.portcullis.esdk;

import java.util.HexFormat;
import java.util.Locale;
import java.util.Optional;

/**
 * An algorithm suite of the AWS Encryption SDK. All suites use AES-GCM with an IV of 12 bytes and a
 * tag of 16 bytes.
 *
 * <p>Ids that other AWS clients share with this number space (0070 to 0074 of the S3 Encryption
 * Client, 6700 and 6701 of the Database Encryption SDK) are not among them.
 *
 * @see <a
 *     href="https://github.com/awslabs/aws-encryption-sdk-specification/blob/master/framework/algorithm-suites.md">Algorithm
 *     Suites</a>
 */
public enum AlgorithmSuite {
  AES_128_GCM(0x0014, 1, 128, Signing.NONE),
  AES_192_GCM(0x0046, 1, 192, Signing.NONE),
  AES_256_GCM(0x0078, 1, 256, Signing.NONE),
  AES_128_GCM_HKDF_SHA256(0x0114, 1, 128, Signing.NONE),
  AES_192_GCM_HKDF_SHA256(0x0146, 1, 192, Signing.NONE),
  AES_256_GCM_HKDF_SHA256(0x0178, 1, 256, Signing.NONE),
  AES_128_GCM_HKDF_SHA256_ECDSA_P256(0x0214, 1, 128, Signing.P256),
  AES_192_GCM_HKDF_SHA384_ECDSA_P384(0x0346, 1, 192, Signing.P384),
  AES_256_GCM_HKDF_SHA384_ECDSA_P384(0x0378, 1, 256, Signing.P384),
  AES_256_GCM_HKDF_SHA512_COMMIT_KEY(0x0478, 2, 256, Signing.NONE),
  AES_256_GCM_HKDF_SHA512_COMMIT_KEY_ECDSA_P384(0x0578, 2, 256, Signing.P384);

  /** The curve of a suite's signature, and the digest that goes with it. */
  enum Signing {
    NONE(0, "", ""),
    P256(32, "P-256", "SHA-256"),
    P384(48, "P-384", "SHA-384");

    private final int fieldLength;
    private final String curve;
    private final String digest;

    Signing(int fieldLength, String curve, String digest) {
      this.fieldLength = fieldLength;
      this.curve = curve;
      this.digest = digest;
    }

    /** Length of a coordinate, and of the order, in bytes. */
    int fieldLength() {
      return fieldLength;
    }

    String curve() {
      return curve;
    }

    String digest() {
      return digest;
    }

    /** The name of such signatures among security providers, such as {@code SHA384withECDSA}. */
    String algorithm() {
      return digest.replace("-", "") + "withECDSA";
    }
  }

  static final int IV_LENGTH = 12;
  static final int TAG_LENGTH = 16;

  /** Length of the commit key, the only algorithm suite data there is. */
  static final int SUITE_DATA_LENGTH = 32;

  private static final AlgorithmSuite[] ALL = values();

  private final int id;
  private final int version;
  private final int keyLengthBits;
  private final Signing signing;
  private final String hex;
  private final Optional<AlgorithmSuite> present;

  AlgorithmSuite(int id, int version, int keyLengthBits, Signing signing) {
    this.id = id;
    this.version = version;
    this.keyLengthBits = keyLengthBits;
    this.signing = signing;
    this.hex = HexFormat.of().toHexDigits((short) id).toUpperCase(Locale.ROOT);
    this.present = Optional.of(this);
  }

  /** Returns the suite with this id, if there is one; does not allocate. */
  public static Optional<AlgorithmSuite> withId(int id) {
    for (AlgorithmSuite suite : ALL) {
      if (suite.id == id) {
        return suite.present;
      }
    }
    return Optional.empty();
  }

  /** The id as it stands in the header, such as {@code 0x0578}. */
  public int id() {
    return id;
  }

  /** The id in four hexadecimal digits, such as {@code 0578}. */
  public String hex() {
    return hex;
  }

  /** The version of the message format that carries this suite: 1 or 2. */
  public int version() {
    return version;
  }

  /** Length of the data key in bits: 128, 192 or 256. */
  public int keyLengthBits() {
    return keyLengthBits;
  }

  /** Whether the message commits to its data key, so that no other key can decrypt it. */
  public boolean committing() {
    return version == 2;
  }

  /** Whether the message carries a public key in its context and a signature in a footer. */
  public boolean signed() {
    return signing != Signing.NONE;
  }

  Signing signing() {
    return signing;
  }

  int messageIdLength() {
    return version == 2 ? 32 : 16;
  }
}
