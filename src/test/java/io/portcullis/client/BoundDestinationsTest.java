package io.portcullis.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.portcullis.esdk.Ciphertexts;
import io.portcullis.testing.GatedBroker;
import io.portcullis.testing.OpenWire;
import io.portcullis.testing.RawProducer;
import jakarta.jms.BytesMessage;
import jakarta.jms.Connection;
import jakarta.jms.Message;
import jakarta.jms.MessageConsumer;
import jakarta.jms.MessageProducer;
import jakarta.jms.QueueBrowser;
import jakarta.jms.Session;
import jakarta.jms.TemporaryQueue;
import jakarta.jms.TextMessage;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.apache.activemq.ActiveMQConnectionFactory;
import org.apache.activemq.broker.BrokerService;
import org.apache.activemq.network.DiscoveryNetworkConnector;
import org.apache.activemq.network.NetworkConnector;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A message is decrypted where it was sent to, and nowhere else, however it came there. */
class BoundDestinationsTest {

  private static final String TEXT = "account 4711";
  private static final String ELSEWHERE = "is bound to another destination";

  private GatedBroker broker;
  private OpenWire application;

  @BeforeEach
  void start() throws Exception {
    broker = GatedBroker.listening("ssl").withoutGate().started();
    application = OpenWire.connect(broker, "admin").with(builder().build());
  }

  @AfterEach
  void stop() throws Exception {
    application.close();
    broker.close();
  }

  private static EncryptingMessageTransformerBuilder builder() {
    return EncryptingMessageTransformer.builder().materials(Ciphertexts.aes());
  }

  private OpenWire accepting(String... destinations) throws Exception {
    return OpenWire.connect(broker, "admin")
        .with(builder().acceptedDestinations(destinations).build());
  }

  private static String text(MessageConsumer consumer) throws Exception {
    return ((TextMessage) OpenWire.next(consumer)).getText();
  }

  private static void assertElsewhere(Message message) {
    assertThatThrownBy(((TextMessage) message)::getText).hasMessageContaining(ELSEWHERE);
  }

  @Test
  void copiedOverJmxItIsNotRead() throws Exception {
    application.sendText("ORDERS", TEXT);
    broker.queue("ORDERS").copyMatchingMessagesTo("", "OTHER");

    assertElsewhere(OpenWire.next(application.consumer("OTHER")));
    assertThat(text(application.consumer("ORDERS"))).isEqualTo(TEXT);
  }

  @Test
  void copiedByAnotherClientItIsNotRead() throws Exception {
    application.sendText("ORDERS", TEXT);
    try (OpenWire other = OpenWire.connect(broker, "admin")) {
      other.send("OTHER", OpenWire.next(other.consumer("ORDERS")));
    }

    assertElsewhere(OpenWire.next(application.consumer("OTHER")));
  }

  /** A registered producer may name any destination in its messages, which go to its own. */
  @Test
  void aMessageThatNamesTheQueueItWasCopiedFromIsNotRead() throws Exception {
    byte[] order =
        Ciphertexts.encrypt(
            Ciphertexts.DEFAULT_SUITE,
            TEXT.getBytes(StandardCharsets.UTF_8),
            Map.of("destination", "queue://ORDERS"));
    try (OpenWire other = OpenWire.connect(broker, "admin")) {
      RawProducer producer = RawProducer.registered(other, "OTHER");
      producer.send("OTHER", order);
      for (int i = 0; i < 3; i++) {
        producer.send("ORDERS", order);
      }
    }
    MessageConsumer one = application.consumer("OTHER?consumer.prefetchSize=1");
    for (int i = 0; i < 2; i++) {
      BytesMessage message = (BytesMessage) OpenWire.next(one);
      assertThat(message.getJMSDestination())
          .isEqualTo(OpenWire.destination(i == 0 ? "OTHER" : "ORDERS"));
      assertThatThrownBy(message::getBodyLength).hasMessageContaining(ELSEWHERE);
    }
    one.close();

    MessageConsumer many = application.consumer("OTHER,THIRD.>");
    BytesMessage message = (BytesMessage) OpenWire.next(many);
    assertThat(message.getJMSDestination()).isEqualTo(OpenWire.destination("ORDERS"));
    assertThatThrownBy(message::getBodyLength).hasMessageContaining(ELSEWHERE);
  }

  @Test
  void aConsumerOfManyReadsWhatEachWasSent() throws Exception {
    MessageConsumer wildcard = application.consumer("ORDERS.*");
    MessageConsumer composite = application.consumer("A,B");

    application.sendText("ORDERS.NORTH", TEXT);
    application.sendText("A", "a");
    assertThat(text(composite)).isEqualTo("a");
    application.sendText("B", "b");

    assertThat(text(wildcard)).isEqualTo(TEXT);
    assertThat(text(composite)).isEqualTo("b");
    application.sendText("ORDERS.SOUTH", TEXT);
    assertThat(text(wildcard)).isEqualTo(TEXT);
  }

  @Test
  void aConsumerOfManyDoesNotReadWhatWasCopiedBetweenThem() throws Exception {
    application.sendText("ORDERS.NORTH", TEXT);
    broker.queue("ORDERS.NORTH").moveMatchingMessagesTo("", "ORDERS.SOUTH");

    assertElsewhere(OpenWire.next(application.consumer("ORDERS.*")));
  }

  @Test
  void aVirtualTopicsQueueIsReadByWhoAcceptsTheTopic() throws Exception {
    MessageConsumer strict = application.consumer("Consumer.A.VirtualTopic.ORDERS");
    try (OpenWire knowing = accepting("topic://VirtualTopic.ORDERS")) {
      MessageConsumer lenient = knowing.consumer("Consumer.B.VirtualTopic.ORDERS");

      application.sendText("topic://VirtualTopic.ORDERS", TEXT);

      assertThat(text(lenient)).isEqualTo(TEXT);
      assertElsewhere(OpenWire.next(strict));
    }
  }

  @Test
  void anAnswerOnATemporaryQueueIsRead() throws Exception {
    try (OpenWire answering = OpenWire.connect(broker, "admin").with(builder().build())) {
      MessageConsumer requests = answering.consumer("REQUESTS");
      TemporaryQueue answers = application.session().createTemporaryQueue();
      MessageConsumer mine = application.session().createConsumer(answers);
      TextMessage request = application.session().createTextMessage("?");
      request.setJMSReplyTo(answers);
      application.send("REQUESTS", request);

      Message received = OpenWire.next(requests);
      try (MessageProducer producer =
          answering.session().createProducer(received.getJMSReplyTo())) {
        producer.send(answering.session().createTextMessage("!"));
      }

      assertThat(((TextMessage) received).getText()).isEqualTo("?");
      assertThat(text(mine)).isEqualTo("!");
    }
  }

  @Test
  void aBrowserReadsIt() throws Exception {
    application.sendText("ORDERS", TEXT);

    try (QueueBrowser browser =
        application.session().createBrowser(application.session().createQueue("ORDERS"))) {
      TextMessage message = (TextMessage) browser.getEnumeration().nextElement();

      assertThat(message.getText()).isEqualTo(TEXT);
    }
  }

  @Test
  void aDurableSubscriberReadsIt() throws Exception {
    ActiveMQConnectionFactory factory = broker.createConnectionFactory();
    factory.setTransformer(builder().build());
    try (Connection connection = factory.createConnection()) {
      connection.setClientID("durable");
      connection.start();
      Session session = connection.createSession();
      MessageConsumer subscriber =
          session.createDurableSubscriber(session.createTopic("NEWS"), "subscription");

      application.sendText("topic://NEWS", TEXT);

      assertThat(text(subscriber)).isEqualTo(TEXT);
    }
  }

  @Test
  void overABridgeItStaysBound() throws Exception {
    try (GatedBroker gated = GatedBroker.listening("ssl").started();
        OpenWire there = OpenWire.connect(gated, "admin").with(builder().build())) {
      NetworkConnector bridge =
          new DiscoveryNetworkConnector(
              new URI("static:(ssl://localhost:%d)".formatted(gated.port("ssl"))));
      bridge.setUserName("bridge");
      bridge.setPassword(GatedBroker.PASSWORD);
      bridge.addStaticallyIncludedDestination(OpenWire.destination("CROSSING"));
      BrokerService service = broker.getBrokerService();
      service.addNetworkConnector(bridge);
      service.startNetworkConnector(bridge, null);
      await().until(() -> !bridge.activeBridges().isEmpty());
      MessageConsumer consumer = there.consumer("CROSSING");

      application.sendText("CROSSING", TEXT);

      assertThat(text(consumer)).isEqualTo(TEXT);
    }
  }
}
