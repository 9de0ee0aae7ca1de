package io.portcullis.esdk;

import com.amazonaws.encryptionsdk.AwsCrypto;
import com.amazonaws.encryptionsdk.CommitmentPolicy;
import com.amazonaws.encryptionsdk.CryptoAlgorithm;
import com.amazonaws.encryptionsdk.MasterKeyProvider;
import com.amazonaws.encryptionsdk.jce.JceMasterKey;
import com.amazonaws.encryptionsdk.multi.MultipleProviderFactory;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import javax.crypto.SecretKey;
import javax.crypto.spec.SecretKeySpec;
import software.amazon.cryptography.materialproviders.IKeyring;
import software.amazon.cryptography.materialproviders.MaterialProviders;
import software.amazon.cryptography.materialproviders.model.AesWrappingAlg;
import software.amazon.cryptography.materialproviders.model.CreateMultiKeyringInput;
import software.amazon.cryptography.materialproviders.model.CreateRawAesKeyringInput;
import software.amazon.cryptography.materialproviders.model.CreateRawRsaKeyringInput;
import software.amazon.cryptography.materialproviders.model.MaterialProvidersConfig;
import software.amazon.cryptography.materialproviders.model.PaddingScheme;

/** Real messages of the AWS Encryption SDK for Java, under raw keys that live in the test only. */
public final class Ciphertexts {
  /** The provider id of every key here. */
  public static final String NAMESPACE = "portcullis-tests";

  /** The name of the AES key. */
  public static final String AES_KEY_NAME = "orders-aes-01";

  /** The name of the RSA key. */
  public static final String RSA_KEY_NAME = "orders-rsa-01";

  /** The suite the SDK takes by default: key-committing and signed. */
  public static final CryptoAlgorithm DEFAULT_SUITE =
      CryptoAlgorithm.ALG_AES_256_GCM_HKDF_SHA512_COMMIT_KEY_ECDSA_P384;

  /** Key-committing, not signed. */
  public static final CryptoAlgorithm UNSIGNED_SUITE =
      CryptoAlgorithm.ALG_AES_256_GCM_HKDF_SHA512_COMMIT_KEY;

  /** The frame length the SDK takes by default. */
  public static final int DEFAULT_FRAME_LENGTH = AwsCrypto.getDefaultFrameSize();

  /** The frame length that makes the SDK write non-framed content. */
  public static final int NON_FRAMED = 0;

  /** The AES key, in ASCII. */
  public static final String AES_KEY_TEXT = "0123456789abcdef0123456789abcdef";

  private static final SecretKey AES_KEY =
      new SecretKeySpec(AES_KEY_TEXT.getBytes(StandardCharsets.US_ASCII), "AES");
  private static final KeyPair RSA_KEYS = rsaKeys();

  private Ciphertexts() {}

  /** Encrypts as the SDK does by default, without a context. */
  public static byte[] encrypt(byte[] plaintext) {
    return encrypt(DEFAULT_SUITE, plaintext, Map.of());
  }

  /** Encrypts under the AES key, in frames of the default length. */
  public static byte[] encrypt(
      CryptoAlgorithm suite, byte[] plaintext, Map<String, String> context) {
    return encrypt(suite, DEFAULT_FRAME_LENGTH, aes(), plaintext, context);
  }

  /** Encrypts in frames of this length, or {@link #NON_FRAMED}, under these keys. */
  public static byte[] encrypt(
      CryptoAlgorithm suite,
      int frameLengthBytes,
      MasterKeyProvider<JceMasterKey> keys,
      byte[] plaintext,
      Map<String, String> context) {
    AwsCrypto sdk =
        AwsCrypto.builder()
            .withCommitmentPolicy(policyThatWrites(suite))
            .withEncryptionAlgorithm(suite)
            .withEncryptionFrameSize(frameLengthBytes)
            .build();
    return sdk.encryptData(keys, plaintext, context).getResult();
  }

  /** Decrypts with the AES key; throws what the SDK throws if it cannot. */
  public static byte[] decrypt(byte[] message) {
    return AwsCrypto.builder()
        .withCommitmentPolicy(CommitmentPolicy.RequireEncryptAllowDecrypt)
        .build()
        .decryptData(aes(), message)
        .getResult();
  }

  /** The AES key, as the SDK takes it. */
  public static JceMasterKey aes() {
    return JceMasterKey.getInstance(AES_KEY, NAMESPACE, AES_KEY_NAME, "AES/GCM/NoPadding");
  }

  /** An RSA key, as the SDK takes it. */
  public static JceMasterKey rsa() {
    return JceMasterKey.getInstance(
        RSA_KEYS.getPublic(),
        RSA_KEYS.getPrivate(),
        NAMESPACE,
        RSA_KEY_NAME,
        "RSA/ECB/OAEPWithSHA-256AndMGF1Padding");
  }

  /** Both keys; a message under them has two encrypted data keys, AES first. */
  public static MasterKeyProvider<JceMasterKey> aesAndRsa() {
    return MultipleProviderFactory.buildMultiProvider(JceMasterKey.class, List.of(aes(), rsa()));
  }

  /** Encrypts as {@link #encrypt(byte[])} does, under the same two keys, given as keyrings. */
  public static byte[] encryptWithKeyrings(byte[] plaintext, Map<String, String> context) {
    IKeyring both =
        materialProviders()
            .CreateMultiKeyring(
                CreateMultiKeyringInput.builder()
                    .generator(aesKeyring())
                    .childKeyrings(List.of(rsaKeyring()))
                    .build());
    return AwsCrypto.standard().encryptData(both, plaintext, context).getResult();
  }

  /** The AES key, as a keyring. */
  public static IKeyring aesKeyring() {
    return materialProviders()
        .CreateRawAesKeyring(
            CreateRawAesKeyringInput.builder()
                .keyNamespace(NAMESPACE)
                .keyName(AES_KEY_NAME)
                .wrappingAlg(AesWrappingAlg.ALG_AES256_GCM_IV12_TAG16)
                .wrappingKey(ByteBuffer.wrap(AES_KEY.getEncoded()))
                .build());
  }

  /** The RSA key, as a keyring, which does not bind a data key to its context. */
  public static IKeyring rsaKeyring() {
    return materialProviders()
        .CreateRawRsaKeyring(
            CreateRawRsaKeyringInput.builder()
                .keyNamespace(NAMESPACE)
                .keyName(RSA_KEY_NAME)
                .paddingScheme(PaddingScheme.OAEP_SHA256_MGF1)
                .publicKey(ByteBuffer.wrap(pem("PUBLIC", RSA_KEYS.getPublic())))
                .privateKey(ByteBuffer.wrap(pem("PRIVATE", RSA_KEYS.getPrivate())))
                .build());
  }

  /** What makes keyrings and materials managers. */
  public static MaterialProviders materialProviders() {
    return MaterialProviders.builder()
        .MaterialProvidersConfig(MaterialProvidersConfig.builder().build())
        .build();
  }

  private static byte[] pem(String kind, Key key) {
    String lines = Base64.getMimeEncoder().encodeToString(key.getEncoded());
    return "-----BEGIN %1$s KEY-----\n%2$s\n-----END %1$s KEY-----\n"
        .formatted(kind, lines)
        .getBytes(StandardCharsets.US_ASCII);
  }

  private static CommitmentPolicy policyThatWrites(CryptoAlgorithm suite) {
    return suite.isCommitting()
        ? CommitmentPolicy.RequireEncryptRequireDecrypt
        : CommitmentPolicy.ForbidEncryptAllowDecrypt;
  }

  private static KeyPair rsaKeys() {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
      generator.initialize(2048);
      return generator.generateKeyPair();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }
}
