package io.portcullis.client;

import com.amazonaws.encryptionsdk.AwsCrypto;
import com.amazonaws.encryptionsdk.CryptoMaterialsManager;
import com.amazonaws.encryptionsdk.CryptoResult;
import java.util.Map;
import software.amazon.cryptography.materialproviders.ICryptographicMaterialsManager;

/** The source of keys: either of the two kinds of materials managers that the SDK knows. */
sealed interface Materials {

  /** Encrypts; throws what the SDK throws. */
  byte[] encrypt(AwsCrypto crypto, byte[] plaintext, Map<String, String> context);

  /**
   * Decrypts and verifies the whole message; throws what the SDK throws.
   *
   * @param unstored pairs that are not in the message's header and that it must have been encrypted
   *     with
   */
  CryptoResult<byte[], ?> decrypt(
      AwsCrypto crypto, byte[] ciphertext, Map<String, String> unstored);

  /** A manager of the material providers library, which keyrings belong to. */
  record Provided(ICryptographicMaterialsManager manager) implements Materials {

    @Override
    public byte[] encrypt(AwsCrypto crypto, byte[] plaintext, Map<String, String> context) {
      return crypto.encryptData(manager, plaintext, context).getResult();
    }

    @Override
    public CryptoResult<byte[], ?> decrypt(
        AwsCrypto crypto, byte[] ciphertext, Map<String, String> unstored) {
      return crypto.decryptData(manager, ciphertext, unstored);
    }
  }

  /**
   * The SDK's own manager, which master key providers belong to. Every pair of the context is in
   * the header.
   */
  record Native(CryptoMaterialsManager manager) implements Materials {

    @Override
    public byte[] encrypt(AwsCrypto crypto, byte[] plaintext, Map<String, String> context) {
      return crypto.encryptData(manager, plaintext, context).getResult();
    }

    @Override
    public CryptoResult<byte[], ?> decrypt(
        AwsCrypto crypto, byte[] ciphertext, Map<String, String> unstored) {
      return crypto.decryptData(manager, ciphertext);
    }
  }
}
