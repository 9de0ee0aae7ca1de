package io.portcullis.client;

import com.amazonaws.encryptionsdk.AwsCrypto;
import com.amazonaws.encryptionsdk.CommitmentPolicy;
import com.amazonaws.encryptionsdk.CryptoMaterialsManager;
import com.amazonaws.encryptionsdk.DefaultCryptoMaterialsManager;
import com.amazonaws.encryptionsdk.MasterKeyProvider;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.activemq.command.ActiveMQDestination;
import software.amazon.cryptography.materialproviders.ICryptographicMaterialsManager;
import software.amazon.cryptography.materialproviders.IKeyring;
import software.amazon.cryptography.materialproviders.MaterialProviders;
import software.amazon.cryptography.materialproviders.model.CreateDefaultCryptographicMaterialsManagerInput;
import software.amazon.cryptography.materialproviders.model.MaterialProvidersConfig;

/**
 * Builds an {@link EncryptingMessageTransformer}. Call {@code materials}, of any of its kinds,
 * once; everything else has a default. Not safe for use by many threads.
 */
public final class EncryptingMessageTransformerBuilder {

  /** The key of the encryption context that names the destination, unless another is given. */
  public static final String DEFAULT_DESTINATION_KEY = "destination";

  /** How many encrypted data keys a message may have, unless {@link #crypto} says otherwise. */
  public static final int DEFAULT_MAX_ENCRYPTED_DATA_KEYS = 8;

  private static final String RESERVED = "aws-crypto-";

  private final List<Materials> materials = new ArrayList<>();
  private final Map<String, String> context = new TreeMap<>();
  private final Set<String> accepted = new TreeSet<>();
  private Optional<String> destinationKey = Optional.of(DEFAULT_DESTINATION_KEY);
  private AwsCrypto crypto =
      AwsCrypto.builder()
          .withCommitmentPolicy(CommitmentPolicy.RequireEncryptRequireDecrypt)
          .withMaxEncryptedDataKeys(DEFAULT_MAX_ENCRYPTED_DATA_KEYS)
          .build();

  EncryptingMessageTransformerBuilder() {}

  /** Keys of a keyring. */
  public EncryptingMessageTransformerBuilder materials(IKeyring keyring) {
    Objects.requireNonNull(keyring, "keyring");
    MaterialProviders providers =
        MaterialProviders.builder()
            .MaterialProvidersConfig(MaterialProvidersConfig.builder().build())
            .build();
    return materials(
        providers.CreateDefaultCryptographicMaterialsManager(
            CreateDefaultCryptographicMaterialsManagerInput.builder().keyring(keyring).build()));
  }

  /**
   * Keys of a materials manager of the material providers library. Pairs of {@link #context} may be
   * ones that it keeps out of the header; the destination has to be there.
   */
  public EncryptingMessageTransformerBuilder materials(ICryptographicMaterialsManager manager) {
    materials.add(new Materials.Provided(Objects.requireNonNull(manager, "manager")));
    return this;
  }

  /** Keys of a materials manager of the Encryption SDK, such as one that caches. */
  public EncryptingMessageTransformerBuilder materials(CryptoMaterialsManager manager) {
    materials.add(new Materials.Native(Objects.requireNonNull(manager, "manager")));
    return this;
  }

  /** Keys of a master key provider. */
  public EncryptingMessageTransformerBuilder materials(MasterKeyProvider<?> provider) {
    return materials(
        new DefaultCryptoMaterialsManager(Objects.requireNonNull(provider, "provider")));
  }

  /** The key of the encryption context under which messages name their destination. */
  public EncryptingMessageTransformerBuilder destinationKey(String key) {
    destinationKey = Optional.of(key);
    return this;
  }

  /**
   * Binds messages to no destination, on either side: whoever can write to a queue can then put
   * there what was encrypted for another one, and it is decrypted.
   */
  public EncryptingMessageTransformerBuilder bindNothing() {
    destinationKey = Optional.empty();
    return this;
  }

  /** Further pairs: put on everything that is sent, and demanded of everything that is received. */
  public EncryptingMessageTransformerBuilder context(Map<String, String> pairs) {
    context.putAll(pairs);
    return this;
  }

  /**
   * Destinations whose messages are decrypted wherever they are received, by their qualified names:
   * for consumers of dead letter queues, and of the queues of virtual topics.
   */
  public EncryptingMessageTransformerBuilder acceptedDestinations(String... qualifiedNames) {
    accepted.addAll(Arrays.asList(qualifiedNames));
    return this;
  }

  /**
   * How the SDK encrypts and what it accepts, instead of key-committing suites only and at most
   * {@value #DEFAULT_MAX_ENCRYPTED_DATA_KEYS} encrypted data keys.
   */
  public EncryptingMessageTransformerBuilder crypto(AwsCrypto crypto) {
    this.crypto = Objects.requireNonNull(crypto, "crypto");
    return this;
  }

  /**
   * The transformer.
   *
   * @throws IllegalArgumentException with everything that is wrong, one line each
   */
  public EncryptingMessageTransformer build() {
    List<String> errors = new ArrayList<>();
    if (materials.size() != 1) {
      errors.add("materials was called %d times; call it once".formatted(materials.size()));
    }
    destinationKey.ifPresent(key -> checkKey("destinationKey", key, errors));
    context.forEach(
        (key, value) -> {
          checkKey("context", key, errors);
          if (value.isEmpty()) {
            errors.add("context has no value for the key \"%s\"".formatted(key));
          }
          if (destinationKey.isPresent() && destinationKey.get().equals(key)) {
            errors.add(
                "context has the key \"%s\", which is destinationKey; leave it out".formatted(key));
          }
        });
    accepted.forEach(name -> checkAccepted(name, errors));
    if (!accepted.isEmpty() && destinationKey.isEmpty()) {
      errors.add("acceptedDestinations has no effect with bindNothing(); leave one of them out");
    }
    if (!errors.isEmpty()) {
      throw new IllegalArgumentException(String.join("\n", errors));
    }
    return new EncryptingMessageTransformer(
        new Envelope(crypto, materials.get(0), destinationKey, context, accepted));
  }

  private static void checkKey(String where, String key, List<String> errors) {
    if (key.isBlank() || key.startsWith(RESERVED)) {
      errors.add(
          "%s has the key \"%s\"; a key is not blank, and %s* is the Encryption SDK's own"
              .formatted(where, key, RESERVED));
    }
  }

  private static void checkAccepted(String name, List<String> errors) {
    String rest = name.replaceFirst("^(temp-)?(queue|topic)://", "");
    if (rest.equals(name) || rest.isBlank() || !isOne(name)) {
      errors.add(
          "acceptedDestinations has \"%s\", which is not the qualified name of one destination, such as"
                  .formatted(name)
              + " queue://ORDERS");
    }
  }

  private static boolean isOne(String name) {
    ActiveMQDestination destination =
        ActiveMQDestination.createDestination(name, ActiveMQDestination.QUEUE_TYPE);
    return !destination.isComposite()
        && !destination.isPattern()
        && destination.getQualifiedName().equals(name);
  }
}
