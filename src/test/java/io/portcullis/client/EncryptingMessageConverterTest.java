package io.portcullis.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.portcullis.esdk.Ciphertexts;
import io.portcullis.testing.Bodies;
import io.portcullis.testing.GatedBroker;
import io.portcullis.testing.OpenWire;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.TextMessage;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.activemq.ActiveMQConnectionFactory;
import org.apache.activemq.command.ActiveMQBytesMessage;
import org.apache.activemq.command.ActiveMQMessage;
import org.apache.activemq.command.ActiveMQTextMessage;
import org.apache.activemq.util.ByteSequence;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.jms.core.JmsTemplate;
import org.springframework.jms.listener.DefaultMessageListenerContainer;
import org.springframework.jms.listener.adapter.MessageListenerAdapter;
import org.springframework.jms.support.converter.SimpleMessageConverter;

/** Spring's template and listeners with the converter, over a connection without a transformer. */
class EncryptingMessageConverterTest {

  private static final EncryptingMessageConverter CONVERTER =
      new EncryptingMessageConverter(
          MessageSealer.builder().materials(Ciphertexts.aes()).buildSealer(),
          new SimpleMessageConverter(),
          "queue://ORDERS");

  private GatedBroker broker;
  private JmsTemplate template;

  @BeforeEach
  void start() throws Exception {
    broker =
        GatedBroker.listening("ssl")
            .with(
                gate ->
                    gate.setBodyPolicies(
                        List.of(Bodies.boundToQueue("ORDERS"), Bodies.anyOnQueue(">"))))
            .started();
    template = new JmsTemplate(factory());
    template.setMessageConverter(CONVERTER);
    template.setReceiveTimeout(30_000);
  }

  private ActiveMQConnectionFactory factory() {
    ActiveMQConnectionFactory factory = broker.createConnectionFactory();
    factory.getRedeliveryPolicy().setMaximumRedeliveries(1);
    factory.getRedeliveryPolicy().setInitialRedeliveryDelay(1);
    return factory;
  }

  @AfterEach
  void stop() {
    broker.close();
  }

  @Test
  void theTemplateSendsAndReceives() {
    template.convertAndSend("ORDERS", "account 4711");
    template.convertAndSend("ORDERS", new byte[] {1, 2});

    assertThat(template.receiveAndConvert("ORDERS")).isEqualTo("account 4711");
    assertThat(template.receiveAndConvert("ORDERS")).isEqualTo(new byte[] {1, 2});
  }

  @Test
  void whatIsConvertedTwiceIsReadTwice() throws Exception {
    template.convertAndSend("ORDERS", "account 4711");
    Message message = template.receive("ORDERS");
    String sent = ((TextMessage) message).getText();

    assertThat(CONVERTER.fromMessage(message)).isEqualTo("account 4711");
    assertThat(((TextMessage) message).getText()).isEqualTo(sent);
    assertThat(CONVERTER.fromMessage(message)).isEqualTo("account 4711");
  }

  /** Whoever may send can claim a length. ActiveMQ's own reading believes it. */
  @Test
  void nothingIsAllocatedForALengthThatASenderClaims() throws Exception {
    byte[] claim = {0x7F, -1, -1, -1, 1};
    ActiveMQTextMessage text = new ActiveMQTextMessage();
    text.setContent(new ByteSequence(claim));
    assertRefused(text, "the text is not as long as it says");

    ActiveMQTextMessage deflated = new ActiveMQTextMessage();
    deflated.setContent(new ByteSequence(claim));
    deflated.setCompressed(true);
    assertRefused(deflated, "the body is compressed");

    ActiveMQBytesMessage bytes = new ActiveMQBytesMessage();
    bytes.setContent(new ByteSequence(claim));
    bytes.setCompressed(true);
    assertRefused(bytes, "the body is compressed");
  }

  private static void assertRefused(ActiveMQMessage message, String why) {
    byte[] content = message.getContent().toArray();
    message.setReadOnlyBody(true);

    assertThatThrownBy(() -> CONVERTER.fromMessage(message))
        .isExactlyInstanceOf(JMSException.class)
        .hasMessageContaining(why);

    assertThat(message.getContent().toArray()).isEqualTo(content);
  }

  @Test
  void whatIsSentElsewhereIsNotRead() {
    template.convertAndSend("OTHER", "account 4711");
    Message message = template.receive("OTHER");
    EncryptingMessageConverter other =
        new EncryptingMessageConverter(
            MessageSealer.builder().materials(Ciphertexts.aes()).buildSealer(),
            new SimpleMessageConverter(),
            "queue://OTHER");

    assertThatThrownBy(() -> other.fromMessage(message))
        .isExactlyInstanceOf(JMSException.class)
        .hasMessageContaining("bound to another destination");
  }

  @Test
  void whatAListenersConverterRefusesBecomesADeadLetter() throws Exception {
    List<Object> read = new CopyOnWriteArrayList<>();
    MessageListenerAdapter adapter = new MessageListenerAdapter(new Listener(read));
    adapter.setMessageConverter(
        new EncryptingMessageConverter(
            MessageSealer.builder().materials(Ciphertexts.aes()).buildSealer(),
            new SimpleMessageConverter(),
            "queue://MIXED"));
    DefaultMessageListenerContainer container = new DefaultMessageListenerContainer();
    container.setConnectionFactory(factory());
    container.setSessionTransacted(true);
    container.setDestinationName("MIXED");
    container.setMessageListener(adapter);
    container.afterPropertiesSet();
    try (OpenWire plain = OpenWire.connect(broker, "admin");
        OpenWire encrypting =
            OpenWire.connect(broker, "admin")
                .with(
                    EncryptingMessageTransformer.builder().materials(Ciphertexts.aes()).build())) {
      plain.sendText("MIXED", "plaintext");
      encrypting.sendText("MIXED", "account 4711");

      container.start();

      await()
          .atMost(Duration.ofSeconds(30))
          .ignoreExceptions()
          .until(() -> broker.queue("ActiveMQ.DLQ").getQueueSize() == 1 && !read.isEmpty());
      assertThat(read).containsExactly("account 4711");
    } finally {
      container.shutdown();
    }
  }

  /** Called by name. */
  public static final class Listener {

    private final List<Object> read;

    Listener(List<Object> read) {
      this.read = read;
    }

    /** Takes a body. */
    public void handleMessage(String body) {
      read.add(body);
    }
  }

  @Test
  void aNameWithoutItsKindIsAMistake() {
    assertThatThrownBy(
            () ->
                new EncryptingMessageConverter(
                    MessageSealer.builder().materials(Ciphertexts.aes()).buildSealer(),
                    new SimpleMessageConverter(),
                    "ORDERS"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("\"ORDERS\" is not a qualified name, as queue://ORDERS is");
  }
}
