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
import java.util.stream.Stream;
import software.amazon.cryptography.materialproviders.ICryptographicMaterialsManager;
import software.amazon.cryptography.materialproviders.IKeyring;
import software.amazon.cryptography.materialproviders.MaterialProviders;
import software.amazon.cryptography.materialproviders.model.CreateDefaultCryptographicMaterialsManagerInput;
import software.amazon.cryptography.materialproviders.model.MaterialProvidersConfig;

/**
 * Builds an {@link EncryptingMessageTransformer} or a {@link MessageSealer}. Call {@code
 * materials}, of any of its kinds, once; everything else has a default. Not safe for use by many
 * threads.
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
  private final Map<String, Set<String>> acceptedAt = new TreeMap<>();
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
   * Destinations whose messages are decrypted wherever they are received, by their qualified names
   * or by patterns of such: {@code queue://ORDERS.*}, {@code topic://VirtualTopic.>}.
   */
  public EncryptingMessageTransformerBuilder acceptedDestinations(String... sentTo) {
    accepted.addAll(Arrays.asList(sentTo));
    return this;
  }

  /**
   * Destinations whose messages are decrypted at another: {@code queue://DLQ.>} of {@code
   * queue://ORDERS}, or {@code queue://Consumer.*.VirtualTopic.ORDERS} of {@code
   * topic://VirtualTopic.ORDERS}. So one connection factory serves all consumers.
   *
   * @param receivedFrom where the messages arrive, by a qualified name or a pattern of such
   * @param sentTo where they were sent to, by qualified names or patterns of such
   */
  public EncryptingMessageTransformerBuilder acceptedDestinationsAt(
      String receivedFrom, String... sentTo) {
    acceptedAt.computeIfAbsent(receivedFrom, name -> new TreeSet<>()).addAll(Arrays.asList(sentTo));
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
   * The transformer, for ActiveMQ's own client.
   *
   * @throws IllegalArgumentException with everything that is wrong, one line each
   */
  public EncryptingMessageTransformer build() {
    return new EncryptingMessageTransformer(envelope());
  }

  /**
   * Methods to encrypt and decrypt single messages, for any JMS client.
   *
   * @throws IllegalArgumentException with everything that is wrong, one line each
   */
  public MessageSealer buildSealer() {
    return new MessageSealer(envelope());
  }

  private Envelope envelope() {
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
    checkAccepted(errors);
    if (!errors.isEmpty()) {
      throw new IllegalArgumentException(String.join("\n", errors));
    }
    return new Envelope(crypto, materials.get(0), destinationKey, context, acceptances());
  }

  private List<Acceptance> acceptances() {
    Stream<Acceptance> anywhere =
        accepted.stream().map(DestinationPattern::of).map(Acceptance::anywhere);
    Stream<Acceptance> somewhere =
        acceptedAt.entrySet().stream()
            .flatMap(
                entry ->
                    entry.getValue().stream()
                        .map(
                            sentTo ->
                                Acceptance.at(
                                    DestinationPattern.of(entry.getKey()),
                                    DestinationPattern.of(sentTo))));
    return Stream.concat(anywhere, somewhere).toList();
  }

  private static void checkKey(String where, String key, List<String> errors) {
    if (key.isBlank() || key.startsWith(RESERVED)) {
      errors.add(
          "%s has the key \"%s\"; a key is not blank, and %s* is the Encryption SDK's own"
              .formatted(where, key, RESERVED));
    }
  }

  private void checkAccepted(List<String> errors) {
    accepted.forEach(name -> checkAccepted("acceptedDestinations", name, errors));
    acceptedAt.forEach(
        (receivedFrom, sentTo) -> {
          checkAccepted("acceptedDestinationsAt", receivedFrom, errors);
          sentTo.forEach(name -> checkAccepted("acceptedDestinationsAt", name, errors));
          if (sentTo.isEmpty()) {
            errors.add(
                "acceptedDestinationsAt has \"%s\" and no destination whose messages it accepts"
                    .formatted(receivedFrom));
          }
        });
    if (destinationKey.isEmpty() && !(accepted.isEmpty() && acceptedAt.isEmpty())) {
      errors.add("acceptedDestinations has no effect with bindNothing(); leave one of them out");
    }
  }

  private static void checkAccepted(String where, String name, List<String> errors) {
    if (!DestinationPattern.isOne(name)) {
      errors.add(
          "%s has \"%s\", which is not the qualified name of one destination or a pattern of such, as"
                  .formatted(where, name)
              + " queue://ORDERS or queue://ORDERS.> are");
    }
  }
}
