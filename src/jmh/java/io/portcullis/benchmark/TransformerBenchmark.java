package io.portcullis.benchmark;

import com.amazonaws.encryptionsdk.AwsCrypto;
import com.amazonaws.encryptionsdk.CryptoAlgorithm;
import com.amazonaws.encryptionsdk.caching.CachingCryptoMaterialsManager;
import com.amazonaws.encryptionsdk.caching.LocalCryptoMaterialsCache;
import io.portcullis.client.EncryptingMessageTransformer;
import io.portcullis.client.EncryptingMessageTransformerBuilder;
import io.portcullis.esdk.Ciphertexts;
import jakarta.jms.JMSException;
import java.util.concurrent.TimeUnit;
import org.apache.activemq.command.ActiveMQBytesMessage;
import org.apache.activemq.command.ActiveMQMessage;
import org.apache.activemq.command.ActiveMQQueue;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/**
 * What an application spends to send a body of 1 KiB, bound to its destination, with a raw AES key:
 * a key service's time comes on top, once per data key.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class TransformerBenchmark {

  /** Where data keys come from. */
  public enum Keys {
    /** A new one for each message, from a keyring. */
    KEYRING,
    /** A new one for each message, from a master key provider. */
    PROVIDER,
    /** From a master key provider, a new one after 100 messages. */
    CACHE
  }

  /** Where data keys come from. */
  @Param public Keys keys;

  /** Whether the suite signs, as the SDK does by default. */
  @Param({"true", "false"})
  public boolean signed;

  private final ActiveMQQueue queue = new ActiveMQQueue(Sample.QUEUE);
  private EncryptingMessageTransformer transformer;
  private ActiveMQBytesMessage message;

  /** Makes the transformer and the message. */
  @Setup
  public void make() throws JMSException {
    transformer = builder().crypto(crypto()).build();
    message = new ActiveMQBytesMessage();
    message.writeBytes(new byte[1024]);
  }

  private EncryptingMessageTransformerBuilder builder() {
    EncryptingMessageTransformerBuilder builder = EncryptingMessageTransformer.builder();
    return switch (keys) {
      case KEYRING -> builder.materials(Ciphertexts.aesKeyring());
      case PROVIDER -> builder.materials(Ciphertexts.aes());
      case CACHE ->
          builder.materials(
              CachingCryptoMaterialsManager.newBuilder()
                  .withMasterKeyProvider(Ciphertexts.aes())
                  .withCache(new LocalCryptoMaterialsCache(100))
                  .withMaxAge(5, TimeUnit.MINUTES)
                  .withMessageUseLimit(100)
                  .build());
    };
  }

  private AwsCrypto crypto() {
    CryptoAlgorithm suite = signed ? Ciphertexts.DEFAULT_SUITE : Ciphertexts.UNSIGNED_SUITE;
    return AwsCrypto.builder().withEncryptionAlgorithm(suite).build();
  }

  /** Encrypts, as the session does when it sends. */
  @Benchmark
  public ActiveMQMessage send() throws JMSException {
    ActiveMQMessage sent = (ActiveMQMessage) transformer.producerTransform(null, null, message);
    sent.setDestination(queue);
    sent.setJMSMessageID("ID:1:1:1:1");
    sent.onSend();
    return sent;
  }
}
