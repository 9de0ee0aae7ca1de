package io.portcullis.client;

import com.amazonaws.encryptionsdk.exception.AwsCryptoException;
import com.amazonaws.encryptionsdk.exception.BadCiphertextException;
import com.amazonaws.encryptionsdk.exception.CannotUnwrapDataKeyException;
import com.amazonaws.encryptionsdk.model.CiphertextHeaders;
import com.amazonaws.encryptionsdk.model.KeyBlob;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.TreeSet;
import software.amazon.cryptography.materialproviders.model.CollectionOfErrors;

/**
 * Tells why the SDK failed, in words that may be logged. The SDK's own messages name keys and
 * context values. So only kinds are named: providers, suites, and classes of exceptions.
 */
final class Reason {

  private static final Set<String> PROVIDERS =
      Set.of("aws-kms", "aws-kms-rsa", "aws-kms-hierarchy", "aws-kms-ecdh", "raw-ecdh");

  private static final int MAX_CLASSES = 4;

  private Reason() {}

  /** Why a message with this header was not decrypted. */
  static String ofDecrypting(RuntimeException failure, CiphertextHeaders header) {
    if (failure instanceof BadCiphertextException) {
      return "it was changed after it was encrypted, or is not whole";
    }
    if (failure instanceof CannotUnwrapDataKeyException || isOfMaterialProviders(failure)) {
      return "none of its %d encrypted data keys (%s) was unwrapped by the keys that this receiver has%s"
          .formatted(header.getEncryptedKeyBlobCount(), kinds(header), classes(failure));
    }
    return "the Encryption SDK refused it, with suite %04x and %d encrypted data keys%s; what it"
            .formatted(
                header.getCryptoAlgoId().getValue(),
                header.getEncryptedKeyBlobCount(),
                classes(failure))
        + " accepts is set by crypto";
  }

  /** Classes that tell what went wrong, from the exception itself to what is behind it. */
  static String classes(RuntimeException failure) {
    Set<String> names = new LinkedHashSet<>();
    for (Throwable next : Failures.of(failure)) {
      if (names.size() < MAX_CLASSES) {
        names.add(Failures.name(next));
      }
    }
    if (names.size() > 1) {
      names.remove(AwsCryptoException.class.getSimpleName());
      names.remove(CannotUnwrapDataKeyException.class.getSimpleName());
      names.remove(CollectionOfErrors.class.getSimpleName());
    }
    return " (" + String.join(", ", names) + ")";
  }

  private static boolean isOfMaterialProviders(RuntimeException failure) {
    return failure.getClass().getName().startsWith("software.amazon.cryptography.");
  }

  private static String kinds(CiphertextHeaders header) {
    Set<String> kinds = new TreeSet<>();
    for (KeyBlob key : header.getEncryptedKeyBlobs()) {
      kinds.add(PROVIDERS.contains(key.getProviderId()) ? key.getProviderId() : "raw");
    }
    return String.join(", ", kinds);
  }
}
