package io.portcullis.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.portcullis.esdk.Ciphertexts;
import io.portcullis.testing.GatedBroker;
import io.portcullis.testing.OpenWire;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.MessageConsumer;
import jakarta.jms.MessageListener;
import jakarta.jms.Session;
import jakarta.jms.TextMessage;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.apache.activemq.ActiveMQConnectionFactory;
import org.apache.activemq.RedeliveryPolicy;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.jms.listener.DefaultMessageListenerContainer;

/** A body that is refused goes the way of what a listener fails with, and holds nothing up. */
class FailingListenersTest {

  private static final String QUEUE = "ORDERS";
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final EncryptingMessageTransformer TRANSFORMER =
      EncryptingMessageTransformer.builder().materials(Ciphertexts.aes()).build();

  private final List<String> read = new CopyOnWriteArrayList<>();
  private final List<String> failures = new CopyOnWriteArrayList<>();

  private GatedBroker broker;
  private OpenWire plain;
  private OpenWire receiver;

  @BeforeEach
  void start() throws Exception {
    broker = GatedBroker.listening("ssl").withoutGate().started();
    plain = OpenWire.connect(broker, "admin");
    receiver = OpenWire.connect(broker, "admin").with(TRANSFORMER);
    redeliveringOnce(receiver.connection().getRedeliveryPolicy());
    plain.sendText(QUEUE, "plaintext");
    try (OpenWire sender = OpenWire.connect(broker, "admin").with(TRANSFORMER)) {
      sender.sendText(QUEUE, "encrypted");
    }
  }

  private static void redeliveringOnce(RedeliveryPolicy policy) {
    policy.setMaximumRedeliveries(1);
    policy.setInitialRedeliveryDelay(1);
    policy.setRedeliveryDelay(1);
  }

  @AfterEach
  void stop() throws Exception {
    receiver.close();
    plain.close();
    broker.close();
  }

  private void read(Message message) {
    try {
      read.add(((TextMessage) message).getText());
    } catch (JMSException e) {
      failures.add(e.getMessage());
      throw new IllegalStateException(e);
    }
  }

  private void assertOneWasReadAndTheOtherIsADeadLetter() throws Exception {
    await().atMost(PATIENCE).until(() -> read.size() == 1 && deadLetters() == 1);
    assertThat(read).containsExactly("encrypted");
    assertThat(failures).hasSize(2).allMatch(text -> text.contains("is not base64"));
    await().atMost(PATIENCE).until(() -> broker.queue(QUEUE).getQueueSize() == 0);
    TextMessage dead = (TextMessage) OpenWire.next(plain.consumer("ActiveMQ.DLQ"));
    assertThat(dead.getText()).isEqualTo("plaintext");
  }

  private long deadLetters() throws Exception {
    return broker.getBrokerService().getDestination(OpenWire.destination("ActiveMQ.DLQ")) == null
        ? 0
        : broker.queue("ActiveMQ.DLQ").getQueueSize();
  }

  @Test
  void aListenerThatFailsGetsItAgainAndThenItIsADeadLetter() throws Exception {
    receiver.consumer(QUEUE).setMessageListener(this::read);

    assertOneWasReadAndTheOtherIsADeadLetter();
  }

  @Test
  void soItIsInATransaction() throws Exception {
    try (Session session = receiver.connection().createSession(true, Session.SESSION_TRANSACTED);
        MessageConsumer consumer = session.createConsumer(OpenWire.destination(QUEUE))) {
      for (int i = 0; i < 3; i++) {
        receiveIn(session, consumer);
      }
      assertOneWasReadAndTheOtherIsADeadLetter();
    }
  }

  private void receiveIn(Session session, MessageConsumer consumer) throws JMSException {
    try {
      read(OpenWire.next(consumer));
      session.commit();
    } catch (IllegalStateException e) {
      session.rollback();
    }
  }

  @Test
  void receivingGoesOnBehindIt() throws Exception {
    MessageConsumer consumer = receiver.consumer(QUEUE);

    Message refused = OpenWire.next(consumer);

    assertThatThrownBy(() -> ((TextMessage) refused).getText()).isInstanceOf(JMSException.class);
    assertThat(((TextMessage) OpenWire.next(consumer)).getText()).isEqualTo("encrypted");
  }

  @Test
  void itCanBeAcknowledged() throws Exception {
    try (Session session = receiver.connection().createSession(Session.CLIENT_ACKNOWLEDGE);
        MessageConsumer consumer = session.createConsumer(OpenWire.destination(QUEUE))) {
      OpenWire.next(consumer).acknowledge();

      await().atMost(PATIENCE).until(() -> broker.queue(QUEUE).getQueueSize() == 1);
    }
  }

  @Test
  void springsListenerContainerDoesTheSame() throws Exception {
    springListens(container -> container.setSessionTransacted(true));
  }

  private void springListens(Consumer<DefaultMessageListenerContainer> change) throws Exception {
    ActiveMQConnectionFactory factory = broker.createConnectionFactory();
    factory.setTransformer(TRANSFORMER);
    redeliveringOnce(factory.getRedeliveryPolicy());
    DefaultMessageListenerContainer container = new DefaultMessageListenerContainer();
    container.setConnectionFactory(factory);
    container.setDestinationName(QUEUE);
    container.setMessageListener((MessageListener) this::read);
    change.accept(container);
    container.afterPropertiesSet();
    container.start();
    try {
      assertOneWasReadAndTheOtherIsADeadLetter();
    } finally {
      container.shutdown();
    }
  }

  @Test
  void springsOtherContainerDoesTheSame() throws Exception {
    springListens(container -> container.setSessionAcknowledgeMode(Session.CLIENT_ACKNOWLEDGE));
  }
}
