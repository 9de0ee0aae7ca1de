package io.portcullis.scenario.bodies;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.portcullis.esdk.Ciphertexts;
import io.portcullis.testing.GatedBroker;
import io.portcullis.testing.OpenWire;
import io.portcullis.testing.StompClient;
import jakarta.jms.BytesMessage;
import jakarta.jms.Connection;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.MessageConsumer;
import jakarta.jms.MessageProducer;
import jakarta.jms.Session;
import jakarta.jms.TextMessage;
import java.io.ByteArrayOutputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Map;
import org.apache.activemq.command.ActiveMQBlobMessage;
import org.apache.activemq.command.ActiveMQMessage;
import org.apache.activemq.util.ByteSequence;
import org.apache.qpid.jms.JmsConnectionFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Every shape in which a body can lie in ActiveMQ's memory, sent by the clients that make it so.
 */
class LayoutsTest {

  private static final byte[] PLAINTEXT = "account 4711".getBytes(StandardCharsets.UTF_8);
  private static final byte[] ENCRYPTED = Ciphertexts.encrypt(PLAINTEXT);
  private static final String BASE64 = Base64.getEncoder().encodeToString(ENCRYPTED);
  private static final long SOON_MILLIS = 5_000;

  private static GatedBroker broker;

  @BeforeAll
  static void start() throws Exception {
    broker = GatedBroker.listening("ssl", "stomp+ssl");
    for (String transformer : new String[] {"jms", "native", "raw"}) {
      broker.connector(
          "amqp-" + transformer, "amqp+ssl://127.0.0.1:0?transport.transformer=" + transformer);
    }
    broker.start();
  }

  @AfterAll
  static void stop() {
    broker.close();
  }

  @ParameterizedTest
  @ValueSource(strings = {"jms", "native", "raw"})
  void amqpIsReadAsItsTransformerStoresIt(String transformer) throws Exception {
    String queue = "AMQP-" + transformer;
    try (Connection connection = amqp(transformer);
        Session session = connection.createSession()) {
      connection.start();
      try (MessageProducer producer = session.createProducer(session.createQueue(queue));
          MessageConsumer consumer = session.createConsumer(session.createQueue(queue))) {
        BytesMessage bytes = session.createBytesMessage();
        bytes.writeBytes(ENCRYPTED);
        bytes.setStringProperty("colour", "blue");
        producer.send(bytes);
        assertThat(body((BytesMessage) consumer.receive(SOON_MILLIS))).isEqualTo(ENCRYPTED);

        producer.send(session.createTextMessage(BASE64));
        assertThat(((TextMessage) consumer.receive(SOON_MILLIS)).getText()).isEqualTo(BASE64);

        BytesMessage plain = session.createBytesMessage();
        plain.writeBytes(PLAINTEXT);
        assertThatItIsRefused(producer, plain);
        assertThatItIsRefused(producer, session.createTextMessage("account 4711"));
        assertThatItIsRefused(producer, session.createTextMessage());
        assertThatItIsRefused(producer, session.createMessage());
        var map = session.createMapMessage();
        map.setString("account", "4711");
        assertThatItIsRefused(producer, map);
        var stream = session.createStreamMessage();
        stream.writeString("4711");
        assertThatItIsRefused(producer, stream);
        assertThatItIsRefused(producer, session.createObjectMessage("4711"));
        assertThat(consumer.receiveNoWait()).isNull();
      }
    }
  }

  @Test
  void whoClaimsThatAMessageIsAmqpIsHeldToIt() throws Exception {
    try (OpenWire client = OpenWire.connect(broker, "admin")) {
      byte[] data = amqp("00 53 75 b0", ENCRYPTED);
      client.send("queue://CLAIM", claimed(client, data));
      assertThat(OpenWire.receive(client.consumer("queue://CLAIM"))).isEqualTo(data);

      assertThatThrownBy(() -> client.send("queue://CLAIM", claimed(client, ENCRYPTED)))
          .hasMessageContaining("its body is an AMQP message that is malformed");
      byte[] plain = amqp("00 53 75 b0", PLAINTEXT);
      assertThatThrownBy(() -> client.send("queue://CLAIM", claimed(client, plain)))
          .hasMessageContaining("its body is not an AWS Encryption SDK message");
      byte[] both =
          new ByteArrayOutputStream() {
            {
              writeBytes(data);
              writeBytes(plain);
            }
          }.toByteArray();
      assertThatThrownBy(() -> client.send("queue://CLAIM", claimed(client, both)))
          .hasMessageContaining("its body is an AMQP message with several body sections");
      Message said = claimed(client, plain);
      said.clearProperties();
      said.setStringProperty("JMS_AMQP_NATIVE", "true");
      assertThatThrownBy(() -> client.send("queue://CLAIM", said))
          .hasMessageContaining("its body is not an AWS Encryption SDK message");
    }
  }

  @Test
  void contentInAMessageThatHasNoneIsRefused() throws Exception {
    try (OpenWire client = OpenWire.connect(broker, "admin")) {
      ActiveMQMessage plain = (ActiveMQMessage) client.session().createMessage();
      plain.setContent(new ByteSequence(ENCRYPTED));

      assertThatThrownBy(() -> client.send("queue://ODD", plain))
          .hasMessageContaining("its body is in a message of a kind that has none");
    }
  }

  @Test
  void aReferenceToAFileIsRefused() throws Exception {
    try (OpenWire client = OpenWire.connect(broker, "admin")) {
      ActiveMQBlobMessage blob = new ActiveMQBlobMessage();
      blob.setURL(new URI("http://localhost/account").toURL());

      assertThatThrownBy(() -> client.send("queue://ODD", blob))
          .hasMessageContaining("its body is a reference to a file");
    }
  }

  @Test
  void aTextIsReadAsBase64() throws Exception {
    try (OpenWire client = OpenWire.connect(broker, "admin")) {
      client.sendText("queue://TEXT", BASE64);
      var message = (TextMessage) client.consumer("queue://TEXT").receive(SOON_MILLIS);

      assertThat(message.getText()).isEqualTo(BASE64);
      assertThatThrownBy(() -> client.sendText("queue://TEXT", BASE64 + "\n"))
          .hasMessageContaining(
              "AWS Encryption SDK message in base64 with a line break at its end");
      assertThatThrownBy(() -> client.sendText("queue://TEXT", ""))
          .hasMessageContaining("it has no body");
    }
  }

  @Test
  void stompsHeadersChooseTheKindAndNothingElse() throws Exception {
    try (StompClient client = StompClient.connect(broker.port("stomp+ssl"), "admin")) {
      client.subscribe("STOMP");
      client.send(
          "STOMP", BASE64.getBytes(StandardCharsets.US_ASCII), Map.of("amq-msg-type", "text"));
      assertThat(client.receive(SOON_MILLIS)).hasValue(BASE64.getBytes(StandardCharsets.US_ASCII));
      client.send("STOMP", ENCRYPTED, Map.of("amq-msg-type", "bytes"));
      assertThat(client.receive(SOON_MILLIS)).hasValue(ENCRYPTED);

      byte[] base64 = BASE64.getBytes(StandardCharsets.US_ASCII);
      assertThatThrownBy(() -> client.send("STOMP", base64, Map.of()))
          .hasMessageContaining("its bytes are the base64 of an AWS Encryption SDK message");
      assertThatThrownBy(
              () ->
                  client.send(
                      "STOMP",
                      "<map><entry><string>a</string><string>b</string></entry></map>"
                          .getBytes(StandardCharsets.US_ASCII),
                      Map.of("transformation", "jms-map-xml")))
          .hasMessageContaining("[require-encrypted-body] message to topic://STOMP: its body is ");
      assertThatThrownBy(() -> client.send("STOMP", PLAINTEXT, Map.of("JMS_AMQP_NATIVE", "true")))
          .hasMessageContaining("its body is an AMQP message that is malformed");
    }
  }

  private static void assertThatItIsRefused(MessageProducer producer, Message message) {
    assertThatThrownBy(() -> producer.send(message))
        .hasMessageContaining("[require-encrypted-body]")
        .hasMessageContaining("amqp:unauthorized-access");
  }

  private static Connection amqp(String transformer) throws Exception {
    int port = broker.port("amqp-" + transformer);
    JmsConnectionFactory factory =
        new JmsConnectionFactory("amqps://localhost:%d?jms.sendTimeout=10000".formatted(port));
    factory.setSslContext(GatedBroker.clientContext());
    return factory.createConnection("admin", GatedBroker.PASSWORD);
  }

  private static Message claimed(OpenWire client, byte[] content) throws JMSException {
    BytesMessage message = client.session().createBytesMessage();
    message.writeBytes(content);
    message.setBooleanProperty("JMS_AMQP_NATIVE", true);
    return message;
  }

  /** A section that starts so, with four bytes of length. */
  private static byte[] amqp(String start, byte[] content) {
    ByteArrayOutputStream message = new ByteArrayOutputStream();
    message.writeBytes(HexFormat.of().parseHex(start.replace(" ", "")));
    message.writeBytes(HexFormat.of().parseHex("%08x".formatted(content.length)));
    message.writeBytes(content);
    return message.toByteArray();
  }

  private static byte[] body(BytesMessage message) throws JMSException {
    byte[] body = new byte[(int) message.getBodyLength()];
    message.readBytes(body);
    return body;
  }
}
