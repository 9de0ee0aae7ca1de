package io.portcullis.scenario.bodies;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.portcullis.esdk.Ciphertexts;
import io.portcullis.testing.AuditLines;
import io.portcullis.testing.GatedBroker;
import io.portcullis.testing.MqttClient;
import io.portcullis.testing.OpenWire;
import io.portcullis.testing.ProtocolClient.Refused;
import io.portcullis.testing.StompClient;
import io.portcullis.testing.Stranger;
import io.portcullis.testing.Wire;
import jakarta.jms.Connection;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.MessageProducer;
import jakarta.jms.Session;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Map;
import org.apache.qpid.jms.JmsConnectionFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a sender is told of a body that is nearly a message, in each protocol. */
class NearMissesOnTheWireTest {

  private static final byte[] MESSAGE = messageWithoutEarlyNul();
  private static final String BASE64 = Base64.getEncoder().encodeToString(MESSAGE);
  private static final String NEWLINE =
      "its text is an AWS Encryption SDK message in base64 with a line break at its end, at offset "
          + BASE64.length()
          + "; send the base64 without it: base64 -w 0 and printf add none, base64 and echo do";
  private static final String AS_TEXT =
      "its body looks like an AWS Encryption SDK message whose bytes were taken for characters,"
          + " which destroys it; send a bytes message; over STOMP, send the header content-length,"
          + " or base64 with amq-msg-type: text";
  private static final String KMS =
      "its body is not an AWS Encryption SDK message, it looks like the output of AWS KMS Encrypt;"
          + " do not call Encrypt of AWS KMS; use the AWS Encryption SDK with a KMS keyring, see"
          + " https://docs.aws.amazon.com/encryption-sdk/latest/developer-guide/";
  private static final byte[] KMS_CIPHERTEXT =
      HexFormat.of().parseHex("0102020078" + "5c".repeat(150));

  private static GatedBroker broker;

  @BeforeAll
  static void start() throws Exception {
    broker = GatedBroker.listening("ssl", "stomp+ssl", "mqtt+ssl");
    broker.connector("amqp-jms", "amqp+ssl://127.0.0.1:0?transport.transformer=jms");
    broker.connector("amqp-native", "amqp+ssl://127.0.0.1:0?transport.transformer=native");
    broker.start();
  }

  @AfterAll
  static void stop() {
    broker.close();
  }

  @Test
  void openWireTellsOfTextAndBytes() throws Exception {
    try (OpenWire client = OpenWire.connect(broker, "admin")) {
      assertThatThrownBy(() -> client.sendText("queue://OW", BASE64 + "\n"))
          .hasMessage(line("queue://OW", NEWLINE));
      assertThatThrownBy(() -> client.send("queue://OW", KMS_CIPHERTEXT))
          .hasMessage(line("queue://OW", KMS));
      assertThatThrownBy(
              () -> client.sendText("queue://OW", new String(MESSAGE, StandardCharsets.UTF_8)))
          .hasMessage(line("queue://OW", AS_TEXT));
    }
  }

  @ParameterizedTest
  @CsvSource({"jms", "native"})
  void amqpTellsOfDataAndValue(String transformer) throws Exception {
    String queue = "AMQP-" + transformer;
    try (Connection connection = amqp(transformer);
        Session session = connection.createSession();
        MessageProducer producer = session.createProducer(session.createQueue(queue))) {
      assertRefused(
          producer, session.createTextMessage(BASE64 + "\n"), line("queue://" + queue, NEWLINE));
      var data = session.createBytesMessage();
      data.writeBytes(KMS_CIPHERTEXT);
      assertRefused(producer, data, line("queue://" + queue, KMS));
    }
  }

  /** MQTT has no words for it, so the audit log has. */
  @Test
  void ofMqttTheAuditLogTells() throws Exception {
    try (AuditLines audit = AuditLines.capture();
        MqttClient client = MqttClient.connect(broker.port("mqtt+ssl"), "admin", false)) {
      assertThatThrownBy(() -> client.send("MQTT", KMS_CIPHERTEXT)).isInstanceOf(Refused.class);

      await().until(() -> !audit.lines().isEmpty());
      assertThat(audit.lines())
          .anySatisfy(
              line -> {
                assertThat(AuditLines.field(line, "code")).isEqualTo("kms-ciphertext");
                assertThat(
                        AuditLines.field(line, "found") + "; " + AuditLines.field(line, "remedy"))
                    .isEqualTo("message to topic://MQTT: " + KMS);
              });
    }
  }

  @Test
  void stompTellsOfBytesAndText() throws Exception {
    try (StompClient client = StompClient.connect(broker.port("stomp+ssl"), "admin")) {
      assertThatThrownBy(() -> client.send("ST", KMS_CIPHERTEXT, Map.of()))
          .hasMessageContaining(line("topic://ST", KMS));
    }
    try (StompClient client = StompClient.connect(broker.port("stomp+ssl"), "admin")) {
      byte[] text = (BASE64 + "\n").getBytes(StandardCharsets.US_ASCII);
      assertThatThrownBy(() -> client.send("ST", text, Map.of("amq-msg-type", "text")))
          .hasMessageContaining(line("topic://ST", NEWLINE));
    }
  }

  /** As most clients of scripting languages send a string, and ActiveMQ reads it. */
  @Test
  void stompTellsOfBinaryWithoutContentLength() throws Exception {
    try (Stranger client = Stranger.at(broker.port("stomp+ssl"))) {
      client.send(Wire.STOMP.login("admin", 0));
      await().until(() -> client.heard().contains("CONNECTED"));
      ByteArrayOutputStream frame = new ByteArrayOutputStream();
      frame.writeBytes(
          "SEND\ndestination:/queue/BIN\nreceipt:1\n\n".getBytes(StandardCharsets.US_ASCII));
      frame.writeBytes(MESSAGE);
      frame.write(0);
      client.send(frame.toByteArray());

      await().until(() -> client.heard().contains("require-encrypted-body"));
      assertThat(client.heard()).contains("ERROR").contains(line("queue://BIN", AS_TEXT));
    }
  }

  private static void assertRefused(MessageProducer producer, Message message, String line) {
    assertThatThrownBy(() -> producer.send(message))
        .isInstanceOf(JMSException.class)
        .hasMessageContaining(line);
  }

  private static String line(String destination, String words) {
    return "[require-encrypted-body] message to " + destination + ": " + words;
  }

  /** A frame without a length ends at the first NUL: it shall be behind the message id. */
  private static byte[] messageWithoutEarlyNul() {
    while (true) {
      byte[] message = Ciphertexts.encrypt(new byte[100]);
      boolean early = false;
      for (int i = 0; i < 35; i++) {
        early |= message[i] == 0;
      }
      if (!early) {
        return message;
      }
    }
  }

  private static Connection amqp(String transformer) throws Exception {
    int port = broker.port("amqp-" + transformer);
    JmsConnectionFactory factory =
        new JmsConnectionFactory("amqps://localhost:%d?jms.sendTimeout=10000".formatted(port));
    factory.setSslContext(GatedBroker.clientContext());
    return factory.createConnection("admin", GatedBroker.PASSWORD);
  }
}
