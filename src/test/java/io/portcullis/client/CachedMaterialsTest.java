package io.portcullis.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.amazonaws.encryptionsdk.AwsCrypto;
import com.amazonaws.encryptionsdk.CryptoAlgorithm;
import com.amazonaws.encryptionsdk.CryptoMaterialsManager;
import com.amazonaws.encryptionsdk.DataKey;
import com.amazonaws.encryptionsdk.EncryptedDataKey;
import com.amazonaws.encryptionsdk.MasterKeyProvider;
import com.amazonaws.encryptionsdk.MasterKeyRequest;
import com.amazonaws.encryptionsdk.caching.CachingCryptoMaterialsManager;
import com.amazonaws.encryptionsdk.caching.LocalCryptoMaterialsCache;
import com.amazonaws.encryptionsdk.jce.JceMasterKey;
import io.portcullis.esdk.Ciphertexts;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.activemq.command.ActiveMQDestination;
import org.apache.activemq.command.ActiveMQQueue;
import org.junit.jupiter.api.Test;

/** How often a key service is asked. */
class CachedMaterialsTest {

  private static final int MESSAGES = 1_000;
  private static final int MESSAGES_PER_KEY = 100;
  private static final ActiveMQDestination ORDERS = new ActiveMQQueue("ORDERS");

  private final Counting service = new Counting();

  private void sendAndReceive(EncryptingMessageTransformerBuilder builder, int queues)
      throws Exception {
    // Not signed, which counts the same and is over sooner.
    AwsCrypto crypto =
        AwsCrypto.builder().withEncryptionAlgorithm(Ciphertexts.UNSIGNED_SUITE).build();
    EncryptingMessageTransformer transformer = builder.crypto(crypto).build();
    for (int i = 0; i < MESSAGES; i++) {
      ActiveMQDestination queue = new ActiveMQQueue("ORDERS." + i % queues);
      byte[] sent = transformer.envelope().seal(new byte[10], queue.getQualifiedName());
      transformer
          .envelope()
          .open(sent, new Arrival(queue.getQualifiedName(), Optional.of(queue.getQualifiedName())));
    }
  }

  private CryptoMaterialsManager caching() {
    return CachingCryptoMaterialsManager.newBuilder()
        .withMasterKeyProvider(service)
        .withCache(new LocalCryptoMaterialsCache(100))
        .withMaxAge(10, TimeUnit.MINUTES)
        .withMessageUseLimit(MESSAGES_PER_KEY)
        .build();
  }

  @Test
  void withoutACacheItIsAskedForEveryMessageOnBothSides() throws Exception {
    sendAndReceive(EncryptingMessageTransformer.builder().materials(service), 1);

    assertThat(service.made).hasValue(MESSAGES);
    assertThat(service.unwrapped).hasValue(MESSAGES);
  }

  @Test
  void withACacheItIsAskedOncePerKey() throws Exception {
    sendAndReceive(EncryptingMessageTransformer.builder().materials(caching()), 1);

    assertThat(service.made).hasValue(MESSAGES / MESSAGES_PER_KEY);
    assertThat(service.unwrapped).hasValue(MESSAGES / MESSAGES_PER_KEY);
  }

  @Test
  void eachDestinationHasKeysOfItsOwn() throws Exception {
    sendAndReceive(EncryptingMessageTransformer.builder().materials(caching()), 20);

    assertThat(service.made).hasValue(20);
    assertThat(service.unwrapped).hasValue(20);
  }

  @Test
  void aMessageThatDoesNotBelongHereIsNotAskedAbout() throws Exception {
    EncryptingMessageTransformer transformer =
        EncryptingMessageTransformer.builder().materials(service).build();
    byte[] sent = transformer.envelope().seal(new byte[10], ORDERS.getQualifiedName());
    ActiveMQDestination other = new ActiveMQQueue("OTHER");

    assertThatThrownBy(
            () ->
                transformer
                    .envelope()
                    .open(
                        sent,
                        new Arrival(
                            other.getQualifiedName(), Optional.of(other.getQualifiedName()))))
        .isInstanceOf(RefusedBodyException.class);

    assertThat(service.unwrapped).hasValue(0);
  }

  /** Stands where a key service would. */
  private static final class Counting extends MasterKeyProvider<JceMasterKey> {

    private final JceMasterKey key = Ciphertexts.aes();
    private final AtomicInteger made = new AtomicInteger();
    private final AtomicInteger unwrapped = new AtomicInteger();

    @Override
    public String getDefaultProviderId() {
      return key.getDefaultProviderId();
    }

    @Override
    public JceMasterKey getMasterKey(String provider, String keyId) {
      return key.getMasterKey(provider, keyId);
    }

    @Override
    public List<JceMasterKey> getMasterKeysForEncryption(MasterKeyRequest request) {
      made.incrementAndGet();
      return key.getMasterKeysForEncryption(request);
    }

    @Override
    public DataKey<JceMasterKey> decryptDataKey(
        CryptoAlgorithm algorithm,
        Collection<? extends EncryptedDataKey> keys,
        Map<String, String> context) {
      unwrapped.incrementAndGet();
      return key.decryptDataKey(algorithm, keys, context);
    }
  }
}
