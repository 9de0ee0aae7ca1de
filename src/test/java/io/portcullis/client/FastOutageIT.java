package io.portcullis.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.amazonaws.encryptionsdk.AwsCrypto;
import io.portcullis.esdk.Ciphertexts;
import io.portcullis.testing.GatedBroker;
import io.portcullis.testing.KeyService;
import io.portcullis.testing.KeyService.Answer;
import io.portcullis.testing.Line;
import io.portcullis.testing.NotOn;
import io.portcullis.testing.OpenWire;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.IntStream;
import org.apache.activemq.ActiveMQConnectionFactory;
import org.apache.activemq.RedeliveryPolicy;
import org.apache.activemq.command.ActiveMQQueue;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * 100 messages while a key service is away for 20 answers. The redelivery policies are those of the
 * documentation and of ActiveMQ, a thousand times as fast. {@link OutageIT} takes its time, and has
 * more libraries.
 */
class FastOutageIT {

  private static final String QUEUE = "ORDERS";
  private static final int MESSAGES = 100;
  private static final int FASTER = 1000;
  private static final int REFUSED_ANSWERS = 20;
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private static GatedBroker broker;
  private static KeyService keys;
  private static EncryptingMessageTransformer transformer;

  private final List<String> read = new CopyOnWriteArrayList<>();

  @BeforeAll
  static void start() throws Exception {
    broker = GatedBroker.create().withoutGate().started();
    keys = KeyService.started();
    transformer =
        EncryptingMessageTransformer.builder()
            .materials(keys.keyring())
            .crypto(AwsCrypto.builder().withEncryptionAlgorithm(Ciphertexts.UNSIGNED_SUITE).build())
            .build();
  }

  @AfterAll
  static void stop() {
    keys.close();
    broker.close();
  }

  @BeforeEach
  void send() throws Exception {
    try (OpenWire sender = OpenWire.inVm(broker, "admin").with(transformer)) {
      for (String text : sent()) {
        sender.sendText(QUEUE, text);
      }
    }
  }

  @AfterEach
  void forget() throws Exception {
    broker.getBrokerService().removeDestination(new ActiveMQQueue(QUEUE));
    broker.getBrokerService().removeDestination(new ActiveMQQueue("ActiveMQ.DLQ"));
  }

  private static List<String> sent() {
    return IntStream.range(0, MESSAGES).mapToObj(i -> "order " + i).toList();
  }

  private static ActiveMQConnectionFactory factory(RedeliveryPolicy policy) {
    policy.setInitialRedeliveryDelay(policy.getInitialRedeliveryDelay() / FASTER);
    policy.setRedeliveryDelay(policy.getRedeliveryDelay() / FASTER);
    if (policy.getMaximumRedeliveryDelay() > 0) {
      policy.setMaximumRedeliveryDelay(policy.getMaximumRedeliveryDelay() / FASTER);
    }
    ActiveMQConnectionFactory factory = broker.createConnectionFactory();
    factory.setTransformer(transformer);
    factory.setRedeliveryPolicy(policy);
    return factory;
  }

  private static long deadLetters() throws Exception {
    ActiveMQQueue queue = new ActiveMQQueue("ActiveMQ.DLQ");
    return broker.getBrokerService().getRegionBroker().getDestinationMap().containsKey(queue)
        ? broker.queue(queue.getPhysicalName()).getQueueSize()
        : 0;
  }

  private static boolean isDone() throws Exception {
    return broker.queue(QUEUE).getQueueSize() == 0;
  }

  private void assertNothingIsLostOrComesTwice(Listening application) throws Exception {
    keys.answering(Answer.UNAVAILABLE, REFUSED_ANSWERS);

    try (AutoCloseable listening =
        application.start(factory(DocumentedPolicy.read()), QUEUE, read)) {
      assertThat(listening).isNotNull();
      await().atMost(PATIENCE).until(() -> read.size() >= MESSAGES && isDone());
    }

    assertThat(read).containsExactlyInAnyOrderElementsOf(sent());
    assertThat(deadLetters()).isZero();
  }

  @ParameterizedTest
  @EnumSource(names = {"SPRING_WITH_THREE_CONSUMERS", "ACTIVEMQ_POOL"})
  void nothingIsLostOrComesTwice(Listening application) throws Exception {
    assertNothingIsLostOrComesTwice(application);
  }

  @Test
  @NotOn(
      value = {Line.V5_18, Line.V5_19, Line.V6_3},
      because = "Camel 4.8 is for jakarta.jms and Spring 6")
  void norInCamel() throws Exception {
    assertNothingIsLostOrComesTwice(Listening.CAMEL);
  }

  /** Six redeliveries, a second apart: each message that is first in turn has seven attempts. */
  @Test
  void withTheDefaultPolicyDeadLettersAreAsManyAsTheOutageHoldsSevenAttempts() throws Exception {
    keys.answering(Answer.UNAVAILABLE, 21);

    try (AutoCloseable listening =
        Listening.SPRING.start(factory(new RedeliveryPolicy()), QUEUE, read)) {
      assertThat(listening).isNotNull();
      await().atMost(PATIENCE).until(() -> read.size() + deadLetters() >= MESSAGES && isDone());
    }

    assertThat(deadLetters()).isEqualTo(3);
    assertThat(read).containsExactlyElementsOf(sent().subList(3, MESSAGES));
  }

  /** What the documentation's first lines are for. */
  @Test
  void whereSessionsAcknowledgeByThemselvesEachAttemptLosesAMessage() throws Exception {
    keys.answering(Answer.UNAVAILABLE, REFUSED_ANSWERS);

    try (AutoCloseable listening =
        Listening.SPRING_AS_IT_IS.start(factory(DocumentedPolicy.read()), QUEUE, read)) {
      assertThat(listening).isNotNull();
      await().atMost(PATIENCE).until(() -> isDone() && read.size() >= MESSAGES - REFUSED_ANSWERS);
    }

    assertThat(read).containsExactlyElementsOf(sent().subList(REFUSED_ANSWERS, MESSAGES));
    assertThat(deadLetters()).isZero();
  }
}
