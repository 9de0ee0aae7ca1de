package io.portcullis.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.portcullis.testing.GatedBroker;
import io.portcullis.testing.KeyService;
import io.portcullis.testing.KeyService.Answer;
import io.portcullis.testing.Line;
import io.portcullis.testing.OpenWire;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.apache.activemq.ActiveMQConnectionFactory;
import org.apache.activemq.RedeliveryPolicy;
import org.apache.activemq.command.ActiveMQDestination;
import org.apache.activemq.command.ActiveMQQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A key service that is away for 20 seconds, and 100 messages for each application. */
class OutageIT {

  private static final int OUTAGE_SECONDS = 20;
  private static final int MESSAGES = 100;
  private static final Duration PATIENCE = Duration.ofMinutes(3);
  private static final String DEAD_LETTERS = "ActiveMQ.DLQ";

  private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor();
  private final Deque<AutoCloseable> open = new ArrayDeque<>();
  private final Map<Listening, List<String>> read = new EnumMap<>(Listening.class);
  private Future<?> end;
  private GatedBroker broker;
  private KeyService keys;
  private EncryptingMessageTransformer transformer;

  @BeforeEach
  void start() throws Exception {
    broker = GatedBroker.create().withoutGate().started();
    keys = KeyService.started();
    transformer = EncryptingMessageTransformer.builder().materials(keys.keyring()).build();
  }

  @AfterEach
  void stop() throws Exception {
    for (AutoCloseable each : open) {
      each.close();
    }
    end.cancel(true);
    clock.shutdownNow();
    keys.close();
    broker.close();
  }

  private static List<String> sent() {
    return IntStream.range(0, MESSAGES).mapToObj(i -> "order " + i).toList();
  }

  /** Camel 4.8 and pooled-jms 3 are for jakarta.jms and Spring 6. */
  private static Listening[] onThisLine(Listening... applications) {
    Set<Listening> others =
        Set.of(Line.V6_1, Line.V6_2).contains(Line.running())
            ? Set.of()
            : Set.of(Listening.CAMEL, Listening.CAMEL_AS_IT_IS, Listening.POOLED_JMS);
    return Arrays.stream(applications)
        .filter(application -> !others.contains(application))
        .toArray(Listening[]::new);
  }

  private void send(Listening... applications) throws Exception {
    try (OpenWire sender = OpenWire.inVm(broker, "admin").with(transformer)) {
      for (Listening application : applications) {
        for (String text : sent()) {
          sender.sendText(application.name(), text);
        }
      }
    }
  }

  private void beginOutage() {
    keys.answering(Answer.UNAVAILABLE);
    end = clock.schedule(() -> keys.answering(Answer.DATA_KEY), OUTAGE_SECONDS, TimeUnit.SECONDS);
  }

  private void listen(RedeliveryPolicy policy, Listening... applications) throws Exception {
    for (Listening application : applications) {
      ActiveMQConnectionFactory factory = broker.createConnectionFactory();
      factory.setTransformer(transformer);
      factory.setRedeliveryPolicy(policy);
      List<String> texts = new CopyOnWriteArrayList<>();
      read.put(application, texts);
      open.push(application.start(factory, application.name(), texts));
    }
  }

  private void awaitEmpty(Listening... applications) {
    for (Listening application : applications) {
      await().atMost(PATIENCE).until(() -> broker.queue(application.name()).getQueueSize() == 0);
    }
  }

  private long deadLetters() throws Exception {
    ActiveMQDestination queue = new ActiveMQQueue(DEAD_LETTERS);
    return broker.getBrokerService().getDestination(queue) == null
        ? 0
        : broker.queue(DEAD_LETTERS).getQueueSize();
  }

  @Test
  void withTheDocumentedPolicyNothingIsLostOrComesTwice() throws Exception {
    Listening[] applications =
        onThisLine(
            Listening.SPRING,
            Listening.SPRING_WITH_THREE_CONSUMERS,
            Listening.SPRING_WITH_CLIENT_ACKNOWLEDGE,
            Listening.SPRING_SIMPLE,
            Listening.ACTIVEMQ_POOL,
            Listening.POOLED_JMS,
            Listening.CAMEL);
    send(applications);
    beginOutage();

    listen(DocumentedPolicy.read(), applications);

    awaitEmpty(applications);
    for (Listening application : applications) {
      assertThat(read.get(application))
          .as(application.name())
          .containsExactlyInAnyOrderElementsOf(sent());
    }
    assertThat(deadLetters()).isZero();
  }

  /** The documentation says how many. */
  @Test
  void withTheDefaultPolicyThreeAreDeadLetters() throws Exception {
    send(Listening.SPRING);
    beginOutage();

    listen(new RedeliveryPolicy(), Listening.SPRING);

    awaitEmpty(Listening.SPRING);
    assertThat(deadLetters()).isEqualTo(3);
    assertThat(read.get(Listening.SPRING)).hasSize(MESSAGES - (int) deadLetters());
  }

  @Test
  void withoutTransactionsAllAreLost() throws Exception {
    Listening[] applications = onThisLine(Listening.SPRING_AS_IT_IS, Listening.CAMEL_AS_IT_IS);
    send(applications);
    beginOutage();

    listen(DocumentedPolicy.read(), applications);

    awaitEmpty(applications);
    assertThat(read.values()).allSatisfy(texts -> assertThat(texts).isEmpty());
    assertThat(deadLetters()).isZero();
  }
}
