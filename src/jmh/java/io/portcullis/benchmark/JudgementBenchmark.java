package io.portcullis.benchmark;

import io.portcullis.esdk.Ciphertexts;
import io.portcullis.policy.BodyEntry;
import io.portcullis.policy.ConfigurationException;
import io.portcullis.rule.Violation;
import jakarta.jms.JMSException;
import java.io.IOException;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.activemq.command.ActiveMQBytesMessage;
import org.apache.activemq.command.ActiveMQQueue;
import org.apache.activemq.command.ActiveMQTextMessage;
import org.apache.activemq.command.Message;
import org.apache.activemq.openwire.OpenWireFormat;
import org.apache.activemq.util.ByteSequence;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/**
 * The whole judgement of an accepted body of 1 KiB, as every send pays for it: the destination's
 * demands, the body found in the broker's message, the rule.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class JudgementBenchmark {

  /** What the queue demands. */
  public enum Demand {
    /** What holds without an entry: a key-committing message, read to its last byte. */
    DEFAULT,
    /** The same, under one of two keys, with a pair in the context, bound to its queue. */
    KEYS_CONTEXT_DESTINATION;

    private static final String KEYS =
        "arn:aws:kms:*:111122223333:key/*, %s/%s"
            .formatted(Ciphertexts.NAMESPACE, Ciphertexts.AES_KEY_NAME);

    private BodyEntry entry() {
      return new BodyEntry(
          this == DEFAULT
              ? Map.of("queue", "ORDERS.>")
              : Map.of(
                  "queue",
                  "ORDERS.>",
                  "keys",
                  KEYS,
                  "context",
                  "tenant=acme",
                  "destinationKey",
                  Sample.DESTINATION_KEY));
    }
  }

  /** The message's properties, marshalled as they come from the wire. */
  public enum Properties {
    /** None. */
    NONE,
    /** Six of an ordinary application, some 160 bytes. */
    SIX;

    private void addTo(Message message) throws IOException {
      if (this == SIX) {
        message.setProperty("tenant", "acme");
        message.setProperty("contentType", "application/vnd.aws-encryption-sdk");
        message.setProperty("correlation", "8f14e45f-ceea-467f-a8d9-0c6b8a3f2c11");
        message.setProperty("attempt", 1);
        message.setProperty("created", 1_793_491_200_000L);
        message.setProperty("urgent", false);
      }
      message.beforeMarshall(new OpenWireFormat());
    }
  }

  /** What is demanded. */
  @Param public Demand demand;

  /** What the message carries beside its body. */
  @Param public Properties properties;

  private Gate gate;
  private Message bytes;
  private Message text;

  /** Makes a gate, and the same message in two forms. */
  @Setup
  public void prepare() throws ConfigurationException, IOException, JMSException {
    gate = new Gate(List.of(demand.entry()));
    byte[] message = Sample.UNSIGNED_1K.encrypt();
    bytes = addressed(new ActiveMQBytesMessage());
    bytes.setContent(new ByteSequence(message));
    ActiveMQTextMessage base64 = new ActiveMQTextMessage();
    base64.setText(Base64.getEncoder().encodeToString(message));
    text = addressed(base64);
    if (!gate.judge(bytes).isEmpty() || !gate.judge(text).isEmpty()) {
      throw new IllegalStateException("refused: " + gate.judge(bytes) + gate.judge(text));
    }
  }

  private Message addressed(Message message) throws IOException {
    message.setDestination(new ActiveMQQueue(Sample.QUEUE));
    properties.addTo(message);
    return message;
  }

  /** In a bytes message. */
  @Benchmark
  public List<Violation> bytes() throws JMSException {
    bytes.clearUnMarshalledState();
    return gate.judge(bytes);
  }

  /** As base64 in a text message. */
  @Benchmark
  public List<Violation> text() {
    return gate.judge(text);
  }
}
