package io.portcullis.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.portcullis.BodyPolicy;
import io.portcullis.esdk.Ciphertexts;
import io.portcullis.report.LineWrap;
import io.portcullis.testing.BrokerXml;
import io.portcullis.testing.GatedBroker;
import io.portcullis.testing.OpenWire;
import io.portcullis.testing.Stranger;
import io.portcullis.testing.Wire;
import jakarta.jms.BytesMessage;
import jakarta.jms.Connection;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.MessageProducer;
import jakarta.jms.Session;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.apache.qpid.jms.JmsConnectionFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The command inspect and a broker say the same of a body, in every kind of message. */
class InspectKindsTest {

  private static final byte[] MESSAGE = withoutEarlyNul();

  @TempDir private Path folder;

  private static GatedBroker broker;
  private static OpenWire openWire;
  private static Connection amqp;

  @BeforeAll
  static void start() throws Exception {
    broker =
        GatedBroker.listening("ssl", "stomp+ssl")
            .with(gate -> gate.setBodyPolicies(List.of(noText())));
    broker.connector("amqp", "amqp+ssl://127.0.0.1:0?transport.transformer=native");
    broker.start();
    openWire = OpenWire.connect(broker, "admin");
    amqp = amqp();
  }

  @AfterAll
  static void stop() throws JMSException {
    amqp.close();
    openWire.close();
    broker.close();
  }

  static Stream<Arguments> bodies() {
    String base64 = Base64.getEncoder().encodeToString(MESSAGE);
    return Stream.of(
        Arguments.of("a message", "ORDERS", MESSAGE),
        Arguments.of("a message", "NOTEXT", MESSAGE),
        Arguments.of("cut off", "ORDERS", Arrays.copyOf(MESSAGE, MESSAGE.length - 1)),
        Arguments.of("base64", "ORDERS", ascii(base64)),
        Arguments.of("base64", "NOTEXT", ascii(base64)),
        Arguments.of("base64 with a newline", "ORDERS", ascii(base64 + "\n")),
        Arguments.of("plain text", "ORDERS", ascii("account 4711")),
        Arguments.of("nothing", "ORDERS", new byte[0]));
  }

  @ParameterizedTest(name = "{0} to {1}")
  @MethodSource("bodies")
  void inspectSaysWhatTheBrokerDoes(String name, String queue, byte[] body) throws Exception {
    Path file = Files.write(folder.resolve("body"), body);
    BrokerXml.write(
        folder,
        BrokerXml.gate(BrokerXml.bodyPolicy("queue", "NOTEXT", "text", "REFUSE")),
        "<transportConnector name=\"a\" uri=\"ssl://127.0.0.1:0\"/>");
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();

    int status =
        Main.commandLine(
                new ByteArrayInputStream(new byte[0]),
                100_000,
                Optional.empty(),
                () -> LineWrap.NONE)
            .setOut(new PrintWriter(out))
            .setErr(new PrintWriter(err))
            .execute(
                "inspect",
                "--format=json",
                "--policy=" + folder.resolve("activemq.xml"),
                "--destination=queue://" + queue,
                file.toString());

    assertThat(err.toString()).isEmpty();
    JsonNode said = new ObjectMapper().readTree(out.toString());
    Map<String, String> inspected = new TreeMap<>();
    said.get("kinds")
        .forEach(
            kind ->
                inspected.put(
                    kind.get("kind").textValue(),
                    kind.get("passes").booleanValue() ? "" : kind.get("reason").textValue()));
    assertThat(inspected).isEqualTo(sent(queue, body));
    boolean passes = inspected.containsValue("");
    assertThat(status).isEqualTo(passes ? 0 : 1);
    assertThat(said.get("verdict").textValue()).isEqualTo(passes ? "ok" : "refused");
  }

  /** Sends the body in every kind, and returns what the broker says, without rule and place. */
  private static Map<String, String> sent(String queue, byte[] body) throws Exception {
    Map<String, String> answers = new TreeMap<>();
    String text = new String(body, StandardCharsets.UTF_8);
    answers.put("bytes", answer(() -> openWire.send("queue://" + queue, body)));
    answers.put("text", answer(() -> openWire.sendText("queue://" + queue, text)));
    try (Session session = amqp.createSession();
        MessageProducer producer = session.createProducer(session.createQueue(queue))) {
      BytesMessage data = session.createBytesMessage();
      data.writeBytes(body);
      answers.put("amqp-data", answer(() -> producer.send(data)));
      Message value = session.createTextMessage(text);
      answers.put("amqp-value", answer(() -> producer.send(value)));
    }
    answers.put(
        "stomp-with-content-length", stomp(queue, body, "content-length:" + body.length + "\n"));
    answers.put("stomp-without-content-length", stomp(queue, body, ""));
    return answers;
  }

  private interface Send {
    void now() throws JMSException;
  }

  private static String answer(Send send) {
    try {
      send.now();
      return "";
    } catch (JMSException e) {
      return words(e.getMessage());
    }
  }

  private static String stomp(String queue, byte[] body, String header) throws Exception {
    try (Stranger client = Stranger.at(broker.port("stomp+ssl"))) {
      client.send(Wire.STOMP.login("admin", 0));
      await().until(() -> client.heard().contains("CONNECTED"));
      ByteArrayOutputStream frame = new ByteArrayOutputStream();
      frame.writeBytes(
          ascii("SEND\ndestination:/queue/%s\nreceipt:1\n%s\n".formatted(queue, header)));
      frame.writeBytes(body);
      frame.write(0);
      client.send(frame.toByteArray());
      await().until(() -> client.heard().contains("RECEIPT") || client.heard().contains("ERROR"));
      await().until(() -> client.heard().endsWith("\0\n") || client.heard().endsWith("\0"));
      String heard = client.heard();
      return heard.contains("ERROR") ? words(heard) : "";
    }
  }

  private static String words(String message) {
    String line =
        message
            .substring(message.lastIndexOf("[require-encrypted-body]"))
            .lines()
            .findFirst()
            .orElseThrow();
    return line.substring(line.indexOf(": ") + 2)
        .replaceAll(" \\[condition = .*", "")
        .replace("\0", "");
  }

  private static Connection amqp() throws Exception {
    JmsConnectionFactory factory =
        new JmsConnectionFactory(
            "amqps://localhost:%d?jms.sendTimeout=10000".formatted(broker.port("amqp")));
    factory.setSslContext(GatedBroker.clientContext());
    return factory.createConnection("admin", GatedBroker.PASSWORD);
  }

  private static BodyPolicy noText() {
    BodyPolicy policy = new BodyPolicy();
    policy.setQueue("NOTEXT");
    policy.setText("REFUSE");
    return policy;
  }

  /** A STOMP frame without a length ends at the first NUL: it shall be behind the message id. */
  private static byte[] withoutEarlyNul() {
    while (true) {
      byte[] message = Ciphertexts.encrypt(Ciphertexts.UNSIGNED_SUITE, new byte[100], Map.of());
      boolean early = false;
      for (int i = 0; i < 35; i++) {
        early |= message[i] == 0;
      }
      if (!early) {
        return message;
      }
    }
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }
}
